import type { SleepMachine } from '../../api.ts'
import type { Column } from '../../components/data-table.tsx'
import { NONE } from '../../format.ts'
import { address, changedParams, hrefOf } from '../../router.ts'
import { gpuText } from '../../words.ts'

/** The machine's own part of the page. */
export function machineHref(resourceId: string): string {
  const { path, params } = address.value
  return hrefOf({ path, params: changedParams(params, { machine: resourceId }) })
}

export const NAME: Column<SleepMachine> = {
  key: 'name',
  label: 'Machine',
  cell: ({ name, resourceId }) => <a href={machineHref(resourceId)}>{name}</a>,
  sortBy: ({ name }) => name,
}
export const WHAT: Column<SleepMachine> = {
  key: 'what',
  label: 'What',
  cell: (machine) => (
    <>
      {gpuText(machine.gpuModel, machine.gpuCount) ?? NONE}
      <small class="under">{machine.region}</small>
    </>
  ),
  sortBy: (machine) => `${machine.gpuModel ?? ''} ${machine.gpuCount ?? ''}`,
}
