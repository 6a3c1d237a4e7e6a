import { WHOLE } from '../../allocation/parts.ts'
import type { Asset } from '../../usage/asset.ts'
import { checkSold } from '../catalog.ts'
import type { AddMachines, AddSnapshots, AddVolumes } from '../change.ts'
import { periodOf, type ChangeContext, type Draft } from '../draft.ts'
import { ON, ONE, type Line } from '../line.ts'
import { refuse } from '../problem.ts'

/** Machines, volumes or snapshots that are not there yet, alike and under one name. */
export function add(draft: Draft, change: AddMachines | AddVolumes | AddSnapshots, context: ChangeContext): Draft {
  const period = periodOf(change, context)
  const { asset, number, field } = addedOf(change)
  if (number < 1) refuse(field, `at least 1; ${number} asked`)
  const region = change.region ?? null
  const line: Line = {
    lineId: `new-${context.index + 1}`,
    name: change.name,
    currency: change.currency,
    sharers: WHOLE,
    present: null,
    spans: [{ ...period, asset, region, machines: number, growth: ONE, mode: ON, chosenBy: context.index }],
    changes: [context.index],
    isJob: false,
  }
  const lines = [...draft.lines, line]
  if (change.kind !== 'add-machines') return { ...draft, lines }
  const { gpuModel, tier, gpuCount } = change
  checkSold(context.baseline.catalog, { gpuModel, tier, gpuCount, region })
  const need = { change: context.index, gpuModel, tier, region, gpuCount, machines: number, at: period.startsAt }
  return { ...draft, lines, needs: [...draft.needs, need] }
}

function addedOf(change: AddMachines | AddVolumes | AddSnapshots): { asset: Asset; number: number; field: string } {
  const nothing = { gpuModel: null, gpuCount: null, sizeGb: null, volumeType: null }
  const { tier } = change
  switch (change.kind) {
    case 'add-machines': {
      const { gpuModel, gpuCount } = change
      return {
        asset: { ...nothing, kind: 'instance', tier, gpuModel, gpuCount },
        number: change.machines,
        field: 'machines',
      }
    }
    case 'add-volumes': {
      const { sizeGb, volumeType } = change
      return {
        asset: { ...nothing, kind: 'volume', tier, sizeGb, volumeType },
        number: change.volumes,
        field: 'volumes',
      }
    }
    case 'add-snapshots': {
      const { sizeGb } = change
      return { asset: { ...nothing, kind: 'snapshot', tier, sizeGb }, number: change.snapshots, field: 'snapshots' }
    }
  }
}
