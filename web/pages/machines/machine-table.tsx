import { isAssigned, NOT_ASSIGNED, partsText, typeText } from '../../assignment-words.ts'
import type { AssignedRow, Machine } from '../../books-api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { amount, count, NONE, plural } from '../../format.ts'
import { gpuText } from '../../words.ts'
import { MachineDetails } from './machine-details.tsx'

interface Props {
  readonly rows: readonly AssignedRow[]
  /** What machines told of themselves; null while it is read. */
  readonly machines: readonly Machine[] | null
  readonly chosen: ReadonlySet<string>
  readonly onChosen: (chosen: ReadonlySet<string>) => void
}

/** Every resource with whose it is and why, to be chosen from. */
export function MachineTable({ rows, machines, chosen, onChosen }: Props) {
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChosen(next)
  }
  const dearestFirst = rows.toSorted((a, b) => Number(b.billed) - Number(a.billed))
  const ids = rows.map(({ resourceId }) => resourceId)
  const areAllChosen = ids.length > 0 && ids.every((id) => chosen.has(id))
  return (
    <>
      <div class="actions">
        <button type="button" class="button" disabled={ids.length === 0} onClick={() => onChosen(new Set(ids))}>
          Choose all {plural(ids.length, 'shown one', 'shown')}
        </button>
        <button type="button" class="button quiet" disabled={chosen.size === 0} onClick={() => onChosen(new Set())}>
          Choose none
        </button>
        <span class="muted">{areAllChosen ? 'all chosen' : `${count(chosen.size)} chosen`}</span>
      </div>
      <DataTable
        caption="Whose they are"
        columns={columns(chosen, toggle, machines && new Map(machines.map((each) => [each.resourceId, each])))}
        rows={dearestFirst}
        rowKey={({ resourceId, currency }) => `${resourceId} ${currency ?? ''}`}
        empty="There is no such resource."
        shown={50}
      />
    </>
  )
}

function columns(
  chosen: ReadonlySet<string>,
  toggle: (id: string) => void,
  machines: ReadonlyMap<string, Machine> | null,
): Column<AssignedRow>[] {
  return [
    {
      key: 'name',
      label: 'Name',
      sortBy: ({ name }) => name,
      cell: ({ resourceId, name, isGone }) => (
        <label class="choose">
          <input type="checkbox" checked={chosen.has(resourceId)} onChange={() => toggle(resourceId)} />
          <span>
            {name}
            <span class="under">
              {resourceId}
              {isGone && ', gone'}
            </span>
          </span>
        </label>
      ),
    },
    {
      key: 'type',
      label: 'What',
      sortBy: ({ type, gpuModel }) => `${type} ${gpuModel ?? ''}`,
      cell: ({ resourceId, type, gpuModel, gpuCount }) => (
        <>
          {gpuText(gpuModel, gpuCount) ?? typeText(type)}
          {type === 'instance' && machines && <MachineDetails machine={machines.get(resourceId)} />}
        </>
      ),
    },
    {
      key: 'region',
      label: 'Region',
      sortBy: ({ region }) => region,
      cell: ({ region }) => (region === 'unknown' ? NONE : region),
    },
    {
      key: 'whose',
      label: 'Whose',
      sortBy: ({ parts }) => partsText(parts),
      cell: ({ parts, via }) => (
        <>
          <span class={isAssigned(parts) ? undefined : 'muted'}>{partsText(parts)}</span>
          {partsText(parts) !== NOT_ASSIGNED && <span class="under">{via}</span>}
        </>
      ),
    },
    {
      key: 'billed',
      label: 'Last 30 days',
      isNumber: true,
      sortBy: ({ billed }) => Number(billed),
      cell: ({ billed, currency }) => (currency === null ? NONE : amount(billed, currency)),
    },
  ]
}
