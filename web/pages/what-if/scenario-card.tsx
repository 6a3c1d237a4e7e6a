import { useState } from 'preact/hooks'
import { Icon } from '../../components/icon.tsx'
import type { Change, Choices, Scenario } from '../../what-if-api.ts'
import { KINDS } from './change-kinds.ts'
import { ChangeForm, KindMenu } from './change-form.tsx'

interface Props {
  readonly scenario: Scenario
  /** What each change is in words; empty while the server has not said. */
  readonly sentences: readonly string[]
  readonly choices: Choices
  /** By the place in the scenario: '/changes/0/gpuCount'. */
  readonly errors: ReadonlyMap<string, string>
  /** No more fit into the comparison. */
  readonly isFull: boolean
  readonly onChange: (scenario: Scenario) => void
  readonly onCopy: () => void
  readonly onRemove: () => void
  readonly onSave: () => void
}

/** A scenario as sentences; each opens into its fields. */
export function ScenarioCard({
  scenario,
  sentences,
  choices,
  errors,
  isFull,
  onChange,
  onCopy,
  onRemove,
  onSave,
}: Props) {
  const { name, changes } = scenario
  const [open, setOpen] = useState<number | null>(null)
  const setChanges = (next: readonly Change[]) => onChange({ ...scenario, changes: [...next] })
  const nameError = errors.get('/name')
  return (
    <section class="card scenario" aria-label={`Scenario ${name}`}>
      <div class="card-head">
        <input
          class="scenario-name"
          type="text"
          aria-label="Name of the scenario"
          aria-invalid={nameError !== undefined}
          value={name}
          onChange={({ currentTarget }) => onChange({ ...scenario, name: currentTarget.value.trim() || name })}
        />
        <span class="actions">
          <button type="button" class="button quiet" onClick={onSave}>
            Save
          </button>
          <button type="button" class="button quiet" disabled={isFull} onClick={onCopy}>
            Copy
          </button>
          <button type="button" class="button quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
            <Icon name="close" />
          </button>
        </span>
      </div>
      {nameError && <p class="act">{nameError}</p>}
      {changes.length === 0 && <p class="muted">Nothing is changed yet: it is the plan as it stands.</p>}
      <ol class="sentences">
        {changes.map((change, place) => {
          const own = below(errors, `/changes/${place}`)
          const isOpen = open === place || own.size > 0
          return (
            <li key={place}>
              <div class="sentence">
                <button
                  type="button"
                  class="opener"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(open === place ? null : place)}
                >
                  {sentences[place] ?? KINDS[change.kind].label}
                </button>
                <button
                  type="button"
                  class="button quiet"
                  aria-label={`Take out: ${sentences[place] ?? KINDS[change.kind].label}`}
                  onClick={() => {
                    setOpen(null)
                    setChanges(changes.filter((_, i) => i !== place))
                  }}
                >
                  <Icon name="close" />
                </button>
              </div>
              {isOpen && (
                <ChangeForm
                  change={change}
                  choices={choices}
                  errors={own}
                  onChange={(next) => setChanges(changes.map((each, i) => (i === place ? next : each)))}
                />
              )}
            </li>
          )
        })}
      </ol>
      <KindMenu
        choices={choices}
        onKind={(kind) => {
          setOpen(changes.length)
          setChanges([...changes, KINDS[kind].start(choices)])
        }}
      />
    </section>
  )
}

/** The errors below a place, by the rest of their pointer. */
export function below(errors: ReadonlyMap<string, string>, place: string): ReadonlyMap<string, string> {
  return new Map(
    [...errors].flatMap(([pointer, detail]): [string, string][] =>
      pointer.startsWith(`${place}/`) ? [[pointer.slice(place.length), detail]] : [],
    ),
  )
}
