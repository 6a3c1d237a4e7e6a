import { useState } from 'preact/hooks'
import { alertsApi, type Channel, type Rule } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { RuleChange } from './rule-change.tsx'

interface Props {
  readonly rows: readonly Rule[]
  readonly currencies: readonly string[]
  readonly channels: readonly Channel[]
  readonly onChanged: () => void
}

/** What is watched and who is told; one of them can be changed below. */
export function RuleTable({ rows, currencies, channels, onChanged }: Props) {
  const [changing, setChanging] = useState<number | null>(null)
  const rule = rows.find(({ ruleId }) => ruleId === changing)
  const names = (ids: readonly number[]) =>
    ids.map((id) => channels.find(({ channelId }) => channelId === id)?.name ?? `channel ${id}`).join(', ')
  return (
    <>
      <DataTable
        caption="What is watched"
        columns={[
          { key: 'name', label: 'Rule', cell: ({ name }) => name, sortBy: ({ name }) => name },
          { key: 'sentence', label: 'Somebody is told when', cell: ({ sentence }) => sentence },
          {
            key: 'delivery',
            label: 'How',
            cell: ({ delivery, paused }) =>
              paused ? <strong>paused</strong> : delivery === 'digest' ? 'in the digest of the day' : 'at once',
            sortBy: ({ delivery }) => delivery,
          },
          {
            key: 'channels',
            label: 'Who',
            cell: ({ channels: of, standIns, standInAfterHours }) => (
              <>
                {of.length === 0 ? 'all' : names(of)}
                {standInAfterHours !== null && (
                  <small class="under">
                    {names(standIns)} when nobody took it up in {standInAfterHours} h
                  </small>
                )}
              </>
            ),
          },
          {
            key: 'actions',
            label: 'Actions',
            cell: (rule) => (
              <span class="actions">
                <button
                  type="button"
                  class="button quiet"
                  aria-expanded={rule.ruleId === changing}
                  aria-label={`Change ${rule.name}`}
                  onClick={() => setChanging(rule.ruleId === changing ? null : rule.ruleId)}
                >
                  Change
                </button>
                <AskButton isQuiet ask={() => pause(rule, onChanged)}>
                  {rule.paused ? 'Resume' : 'Pause'}
                </AskButton>
                <AskButton isQuiet sure={`Stop watching for ${rule.name}?`} ask={() => remove(rule, onChanged)}>
                  Take away
                </AskButton>
              </span>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ ruleId }) => String(ruleId)}
        empty="Nothing is watched."
      />
      {rule && (
        <>
          <h3>Change: {rule.name}</h3>
          <RuleChange key={rule.ruleId} rule={rule} currencies={currencies} channels={channels} onChanged={onChanged} />
        </>
      )}
    </>
  )
}

async function pause(
  { ruleId, sentence: _sentence, createdAt: _createdAt, ...rule }: Rule,
  onChanged: () => void,
): Promise<string> {
  await alertsApi.putRule(ruleId, { ...rule, paused: !rule.paused })
  onChanged()
  return rule.paused ? 'On.' : 'Paused.'
}

async function remove({ ruleId }: Rule, onChanged: () => void): Promise<string> {
  await alertsApi.removeRule(ruleId)
  onChanged()
  return 'Taken away.'
}
