import type { Dimension } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { WhatIfChoicesDto } from '../dto/what-if.ts'
import { extentOf } from './extent.ts'
import { otherAccounts } from './other-accounts.ts'
import { loadPlan } from './plan.ts'

/** What the page offers to choose from. */
export async function whatIfChoices(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<WhatIfChoicesDto> {
  const { baseline, ledger } = await loadPlan(context, query)
  const { currencies } = await extentOf(context, ledger.account)
  const models = Map.groupBy(baseline.catalog, ({ gpuModel, tier }) => JSON.stringify([gpuModel, tier]))
  const valuesOf = (dimension: Dimension) => [
    ...new Set(baseline.lines.flatMap(({ sharers }) => sharers.flatMap(({ values }) => values[dimension] ?? []))),
  ]
  const volumes = new Set(
    ledger.resources.flatMap(({ type, tier, volumeType }) =>
      type === 'volume' && tier !== null && volumeType !== null ? [JSON.stringify([tier, volumeType])] : [],
    ),
  )
  return {
    machines: [...models.values()].map((sizes) => ({
      gpuModel: sizes[0]!.gpuModel,
      tier: sizes[0]!.tier,
      gpuCounts: sizes.map(({ gpuCount }) => gpuCount).sort((a, b) => a - b),
      regions: [...new Set(sizes.flatMap(({ regions }) => regions))],
      canHibernate: sizes[0]!.canHibernate,
    })),
    volumes: [...volumes].sort().map((key) => {
      const [tier, volumeType] = JSON.parse(key) as [string, string]
      return { tier, volumeType }
    }),
    resources: baseline.lines.map(({ lineId, name, present }) => ({
      id: lineId,
      name,
      kind: present?.asset.kind ?? 'instance',
      gpuModel: present?.asset.gpuModel ?? null,
    })),
    projects: valuesOf('project').sort(),
    owners: valuesOf('owner').sort(),
    costCenters: valuesOf('cost_center').sort(),
    currencies: [...currencies],
    accounts: (await otherAccounts(context, ledger.account)).map(({ slug }) => slug),
  }
}
