import { findMachineDetails, type MachineDetails } from '../../db/machine-detail-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { NOT_ASSIGNED, type Dimension, type DimensionFilter } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { MachinesDto } from '../dto/machines.ts'
import { machinesCsv } from '../export/machines-csv.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { assignedOf } from './assigned.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { machineShares } from './machine-shares.ts'
import { partyShares } from './party-shares.ts'
import { reportFile, type ReportFile } from './report-file.ts'

interface Query extends DimensionFilter {
  readonly account?: string | undefined
}

/** Every machine, those that are there first, with what its own answer told beyond the list; it outlives the machine. */
export async function machines(context: AppContext, query: Query): Promise<MachinesDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const { db } = context.store
  const [resources, told] = await Promise.all([
    findResources(db, account.accountId, { types: ['instance'] }),
    findMachineDetails(db, account.accountId),
  ])
  const shareOf = await partyShares(context, account, query)
  const theirs = resources.filter((one) => shareOf({ ...one, resourceType: one.type }) !== null)
  const detailsOf = new Map(told.map((one) => [one.resourceId, one]))
  const rows = theirs.map((resource) => {
    const { resourceId, name, status, region, tier, gpuModel, gpuCount, publicIp, deletedSeenAt } = resource
    const one = detailsOf.get(resourceId)
    return {
      ...{ resourceId, name, status, isGone: deletedSeenAt !== null, region, tier, gpuModel, gpuCount, publicIp },
      details: one ? toDetails(one.details) : null,
      knownSince: one ? toIso(one.knownAt) : null,
      readAt: one ? toIso(one.readAt) : null,
    }
  })
  return { rows: rows.sort((a, b) => Number(a.isGone) - Number(b.isGone) || (a.name < b.name ? -1 : 1)) }
}

/** The same as a file, a line per machine, or per share of it where it is asked whose they are today. */
export async function machinesFile(
  context: AppContext,
  { with: columns, ...query }: Query & { readonly with?: string | undefined },
): Promise<ReportFile> {
  const { rows } = await machines(context, query)
  const more = splitList(columns) as Dimension[]
  const { account } = await requireFirstIngest(context, query.account)
  const sharesOf =
    more.length === 0
      ? () => [{ values: NOT_ASSIGNED, share: 1 }]
      : machineShares(context, account, (await assignedOf(context.store, account)).assignments, query)
  const shared = rows.flatMap((row) => sharesOf({ ...row, currency: null }).map((share) => ({ ...share, row })))
  return reportFile(context, query, 'machines.csv', machinesCsv(shared, more))
}

type Details = NonNullable<MachinesDto['rows'][number]['details']>

function toDetails(details: MachineDetails): Details {
  const { sshKeys, securityRules, volumes } = details
  return {
    ...details,
    sshKeys: sshKeys && [...sshKeys],
    securityRules: securityRules && [...securityRules],
    openTo: securityRules && securityRules.filter(({ direction }) => direction !== 'egress').map(ruleText),
    volumes: volumes && [...volumes],
  }
}

/** 'tcp 22 from 0.0.0.0/0'; without ports every port. */
function ruleText({
  protocol,
  portFrom,
  portTo,
  remote,
}: NonNullable<MachineDetails['securityRules']>[number]): string {
  const isOne = portTo === null || portTo === portFrom
  const ports = portFrom === null ? 'all ports' : isOne ? String(portFrom) : `${portFrom}-${portTo}`
  return `${protocol ?? 'any'} ${ports}${remote === null ? '' : ` from ${remote}`}`
}
