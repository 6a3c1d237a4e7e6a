import { checkSold, tierOf } from '../catalog.ts'
import type { ReplaceGpu } from '../change.ts'
import { changeLines, periodOf, type ChangeContext, type Draft } from '../draft.ts'
import { refuse } from '../problem.ts'
import type { Span } from '../line.ts'
import { needsOf } from '../stock-need.ts'

/** Another model, number of GPUs, tier or region; the tier follows the model where it is not told. */
export function replaceGpu(draft: Draft, change: ReplaceGpu, context: ChangeContext): Draft {
  const { gpuModel, tier, gpuCount, region } = change
  if (gpuModel === undefined && tier === undefined && gpuCount === undefined && region === undefined) {
    refuse('gpuModel', 'say what to replace: the GPU model, the number of GPUs, the tier or the region')
  }
  const { catalog } = context.baseline
  const period = periodOf(change, context)
  const replaced: Span[] = []
  const chosen = { field: 'machines', selector: change.machines, machinesOnly: true }
  const changed = changeLines(draft, chosen, period, context.index, (span) => {
    const { asset } = span
    const model =
      gpuModel ?? asset.gpuModel ?? refuse('gpuModel', 'the GPU model of a chosen machine is not known: name one')
    const wanted = {
      gpuModel: model,
      tier: tier ?? tierOf(catalog, model, asset.tier) ?? 'unknown',
      gpuCount: gpuCount ?? asset.gpuCount ?? refuse('gpuCount', 'the GPUs of a chosen machine are not known: give it'),
      region: region ?? span.region,
    }
    checkSold(catalog, wanted)
    const other = {
      ...span,
      asset: { ...asset, gpuModel: wanted.gpuModel, tier: wanted.tier, gpuCount: wanted.gpuCount },
      region: wanted.region,
      chosenBy: context.index,
    }
    if (span.startsAt === period.startsAt) replaced.push(other)
    return other
  })
  return { ...changed, needs: [...changed.needs, ...needsOf(replaced, context.index, period.startsAt)] }
}
