import { useState } from 'preact/hooks'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { count } from '../../format.ts'
import { pricesApi, type Economics } from '../../prices-api.ts'
import { SavedForm } from './saved-form.tsx'

type Throughput = Economics['throughputs'][number]

interface Props {
  readonly rows: readonly Throughput[]
  readonly models: readonly string[]
  readonly onTaken: () => void
}

/** What the own work gets out of GPUs: typed, or from a file. */
export function ThroughputPanel({ rows, models, onTaken }: Props) {
  return (
    <>
      {rows.length > 0 && (
        <DataTable
          caption="What your own work gets out of GPUs"
          columns={[
            { key: 'workload', label: 'Work', sortBy: ({ workload }) => workload, cell: ({ workload }) => workload },
            {
              key: 'gpus',
              label: 'On',
              sortBy: ({ gpuModel }) => gpuModel,
              cell: ({ gpuModel, gpuCount }) => `${gpuCount} x ${gpuModel}`,
            },
            {
              key: 'rate',
              label: 'A second',
              isNumber: true,
              sortBy: ({ perSecond }) => perSecond,
              cell: ({ perSecond, unit }) => `${count(perSecond, 2)} ${unit}`,
            },
            {
              key: 'remove',
              label: 'Actions',
              cell: ({ perSecond: _rate, ...key }) => (
                <AskButton
                  isQuiet
                  ask={async () => {
                    await pricesApi.deleteThroughput(key)
                    onTaken()
                    return 'Taken away.'
                  }}
                >
                  Take away
                </AskButton>
              ),
            },
          ]}
          rows={rows}
          rowKey={({ workload, gpuModel, gpuCount, unit }) => `${workload} ${gpuModel} ${gpuCount} ${unit}`}
          empty=""
          shown={10}
        />
      )}
      <ThroughputForm models={models} onTaken={onTaken} />
    </>
  )
}

function ThroughputForm({ models, onTaken }: Pick<Props, 'models' | 'onTaken'>) {
  const [workload, setWorkload] = useState('')
  const [gpuModel, setModel] = useState(models[0] ?? '')
  const [gpuCount, setCount] = useState(1)
  const [unit, setUnit] = useState<Throughput['unit']>('tokens')
  const [rate, setRate] = useState('')
  const save = async () => {
    await pricesApi.putThroughput({ workload, gpuModel, gpuCount, unit, perSecond: Number(rate) })
    setRate('')
    return `${workload} on ${gpuCount} x ${gpuModel} is kept.`
  }
  return (
    <SavedForm label="Add the throughput of your own work" button="Keep this figure" save={save} onSaved={onTaken}>
      <label>
        <span>Your work</span>
        <input
          type="text"
          required
          maxLength={100}
          placeholder="chat, batch 32"
          value={workload}
          onInput={({ currentTarget }) => setWorkload(currentTarget.value.trim())}
        />
      </label>
      <label>
        <span>GPUs</span>
        <input
          type="number"
          min={1}
          max={1000}
          required
          value={gpuCount}
          onInput={({ currentTarget }) => setCount(Number(currentTarget.value))}
        />
      </label>
      <ChoiceField label="Model" value={gpuModel} options={models.map((each) => [each, each])} onValue={setModel} />
      <label>
        <span>A second</span>
        <input
          type="text"
          inputMode="decimal"
          required
          pattern="\d+(\.\d+)?"
          size={8}
          value={rate}
          onInput={({ currentTarget }) => setRate(currentTarget.value.trim())}
        />
      </label>
      <label>
        <span>Of</span>
        <select value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value as Throughput['unit'])}>
          <option value="tokens">tokens</option>
          <option value="samples">samples</option>
        </select>
      </label>
    </SavedForm>
  )
}
