import { useState } from 'preact/hooks'
import { api, sleepMadeCsvUrl, type SleepMade } from '../../api.ts'
import { DIMENSION_LABELS, type Dimension } from '../../assignment-words.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Parties } from '../../filters.ts'
import { amount, count, dayText, NONE, plural } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { boundsText } from '../../planning-words.ts'

type Row = SleepMade['rows'][number]
type By = 'resource' | 'region' | 'gpu_model' | 'day' | 'day,region' | Dimension

interface Props {
  readonly currency: string
  readonly question: { readonly from: string; readonly to: string; readonly region: string | null } & Parties
  readonly asOf: string
  readonly days: string
}

const BY: Readonly<Record<By, string>> = {
  resource: 'machine',
  region: 'region',
  gpu_model: 'GPU',
  day: 'day',
  'day,region': 'day and region',
  project: 'project',
  owner: 'owner',
  cost_center: 'cost center',
}

/** By machine, day, region, model or whose it is what sleep avoided and what shut off cost. */
export function MadeTable({ currency, question, asOf, days }: Props) {
  const [by, setBy] = useState<By>('resource')
  const asked = { ...question, currency, by: by === 'resource' ? 'resource,region,gpu_model' : by }
  const { value, error } = useLoad(`made ${JSON.stringify(asked)} ${asOf}`, () => api.sleepMade(asked))
  const columns: readonly Column<Row>[] = [
    ...partColumns(by),
    {
      key: 'hours',
      label: 'Hours asleep',
      cell: ({ asleepHours }) => count(asleepHours, 1),
      sortBy: ({ asleepHours }) => asleepHours,
      isNumber: true,
    },
    {
      key: 'avoided',
      label: 'Avoided, against staying on',
      cell: ({ avoided, asleepHours, unpricedHours }) =>
        asleepHours > 0 && unpricedHours >= asleepHours ? (
          'no price known'
        ) : (
          <>
            {amount(avoided, currency)}
            {unpricedHours > 0 && <small class="under">without {plural(unpricedHours, 'hour')} of unknown price</small>}
          </>
        ),
      sortBy: ({ avoided }) => Number(avoided),
      isNumber: true,
    },
    {
      key: 'shutoff',
      label: 'Paid while shut off',
      cell: ({ shutoffLow, shutoffHigh }) =>
        shutoffHigh === '0' ? NONE : boundsText(shutoffLow, shutoffHigh, currency),
      sortBy: ({ shutoffHigh }) => Number(shutoffHigh),
      isNumber: true,
    },
  ]
  const rows = value?.rows ?? []
  return (
    <>
      <label>
        <span>Avoided and paid while shut off, by</span>
        <select value={by} onChange={({ currentTarget }) => setBy(currentTarget.value as By)}>
          {(Object.keys(BY) as By[]).map((each) => (
            <option key={each} value={each}>
              {BY[each]}
            </option>
          ))}
        </select>
      </label>
      {error && <ProblemNote error={error} />}
      <DataTable
        caption={`Avoided and paid while shut off, ${days}`}
        columns={columns}
        rows={by === 'resource' ? [...rows].sort((a, b) => Number(b.avoided) - Number(a.avoided)) : rows}
        rowKey={({ day, resource, region, gpu_model: model, project, owner, cost_center: center }) =>
          [day, resource, region, model, project, owner, center].join(' ')
        }
        empty="No machine of this wallet slept or was shut off in these days."
        shown={8}
      />
      {rows.length > 0 && (
        <a class="button quiet" href={sleepMadeCsvUrl({ ...question, currency })} download>
          <Icon name="download" />
          By day and machine as CSV
        </a>
      )}
    </>
  )
}

function partColumns(by: By): readonly Column<Row>[] {
  const day: Column<Row> = {
    key: 'day',
    label: 'Day',
    cell: (row) => dayText(row.day ?? ''),
    sortBy: (row) => row.day ?? '',
  }
  const region: Column<Row> = {
    key: 'region',
    label: 'Region',
    cell: (row) => row.region ?? NONE,
    sortBy: (row) => row.region ?? '',
  }
  const gpu: Column<Row> = {
    key: 'gpu',
    label: 'GPU',
    cell: (row) => row.gpu_model ?? NONE,
    sortBy: (row) => row.gpu_model ?? '',
  }
  switch (by) {
    case 'resource':
      return [
        {
          key: 'name',
          label: 'Machine',
          cell: (row) => row.resource_name ?? row.resource,
          sortBy: (row) => row.resource_name ?? '',
        },
        gpu,
        region,
      ]
    case 'region':
      return [region]
    case 'gpu_model':
      return [gpu]
    case 'day':
      return [day]
    case 'day,region':
      return [day, region]
    case 'project':
    case 'owner':
    case 'cost_center':
      return [
        {
          key: by,
          label: DIMENSION_LABELS[by],
          cell: (row) => row[by] ?? 'Not assigned',
          sortBy: (row) => row[by] ?? '',
        },
      ]
  }
}
