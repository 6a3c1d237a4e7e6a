import { useState } from 'preact/hooks'
import { sourceText } from '../../words.ts'
import {
  EMPTY_ENTRY,
  entryText,
  UNITS,
  type MapDraft,
  type MapEntry,
  type MappedField,
  type Unit,
} from './map-entry.ts'

interface Props {
  readonly draft: MapDraft
  /** The contract's paths by endpoint. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly onDraft: (draft: MapDraft) => void
}

/** The map of an API part by part: how the key is sent, and of each source that differs what does. */
export function MapTable({ draft, endpoints, onDraft }: Props) {
  const { auth, entries } = draft
  // Read over as lines; what somebody adds is open at once.
  const [added, setAdded] = useState<readonly string[]>([])
  const others = Object.keys(endpoints).filter((name) => !(name in entries))
  const set = (name: string, entry: MapEntry | null) => {
    const { [name]: _, ...rest } = entries
    onDraft({ ...draft, entries: entry === null ? rest : { ...entries, [name]: entry } })
  }
  return (
    <>
      <fieldset>
        <legend>How the key is sent</legend>
        <div class="inline-fields">
          <Text
            label="Header"
            value={auth?.header ?? ''}
            placeholder="Authorization"
            onValue={(header) =>
              onDraft({ ...draft, auth: header === '' ? null : { header, scheme: auth?.scheme ?? '' } })
            }
          />
          {auth && (
            <Text
              label="Word before the key (empty: none)"
              value={auth.scheme}
              onValue={(scheme) => onDraft({ ...draft, auth: { ...auth, scheme } })}
            />
          )}
        </div>
      </fieldset>
      {inOrder(entries, endpoints).map(([name, entry]) => (
        <Entry
          key={name}
          name={name}
          entry={entry}
          isOpen={added.includes(name)}
          path={endpoints[name] ?? ''}
          onEntry={(next) => set(name, next)}
          onRemove={() => set(name, null)}
        />
      ))}
      {others.length > 0 && (
        <label class="kind-menu">
          <span>Another source that differs</span>
          <select
            value=""
            onChange={({ currentTarget: { value } }) => {
              setAdded([...added, value])
              set(value, EMPTY_ENTRY)
            }}
          >
            <option value="">Choose ...</option>
            {others.map((name) => (
              <option key={name} value={name}>
                {sourceText(name)} ({endpoints[name]})
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}

/** As the sources are listed above; names that the contract does not know come last. */
function inOrder(entries: MapDraft['entries'], endpoints: Props['endpoints']) {
  const places = Object.keys(endpoints)
  const place = (name: string) => (places.includes(name) ? places.indexOf(name) : places.length)
  return Object.entries(entries).sort(([a], [b]) => place(a) - place(b))
}

interface EntryProps {
  readonly name: string
  readonly entry: MapEntry
  readonly isOpen: boolean
  /** The contract's. */
  readonly path: string
  readonly onEntry: (entry: MapEntry) => void
  readonly onRemove: () => void
}

function Entry({ name, entry, isOpen, path, onEntry, onRemove }: EntryProps) {
  const part = (key: 'path' | 'list' | 'pageParameter' | 'limitParameter') => ({
    value: entry[key],
    onValue: (value: string) => onEntry({ ...entry, [key]: value }),
  })
  const setField = (place: number, field: MappedField | null) =>
    onEntry({
      ...entry,
      fields: entry.fields.flatMap((each, i) => (i !== place ? [each] : field === null ? [] : [field])),
    })
  return (
    <details open={isOpen}>
      <summary>
        {sourceText(name)} <span class="muted">{entryText(entry)}</span>
      </summary>
      <fieldset aria-label={sourceText(name)}>
        <div class="inline-fields">
          <Text label="Path" placeholder={path} {...part('path')} />
          <Text label="Rows stand under" placeholder="as in the contract" {...part('list')} />
          <Text label="Parameter of the page" placeholder="page" {...part('pageParameter')} />
          <Text label="Parameter of its size" placeholder="limit" {...part('limitParameter')} />
        </div>
        {entry.fields.map((field, place) => (
          <div class="inline-fields" key={place}>
            <Text
              label="Our field"
              value={field.ours}
              placeholder="total_cost"
              onValue={(ours) => setField(place, { ...field, ours })}
            />
            <Text
              label="Theirs (dots go down)"
              value={field.theirs}
              placeholder="cost.amount"
              onValue={(theirs) => setField(place, { ...field, theirs })}
            />
            <label>
              <span>It counts</span>
              <select
                value={field.unit}
                onChange={({ currentTarget }) => setField(place, { ...field, unit: currentTarget.value as Unit })}
              >
                {Object.entries(UNITS).map(([unit, text]) => (
                  <option key={unit} value={unit}>
                    {text}
                  </option>
                ))}
              </select>
            </label>
            <button type="button" class="button quiet" onClick={() => setField(place, null)}>
              Remove the field
            </button>
          </div>
        ))}
        <button
          type="button"
          class="button quiet"
          onClick={() => onEntry({ ...entry, fields: [...entry.fields, { ours: '', theirs: '', unit: '' }] })}
        >
          Add a field
        </button>
        <button type="button" class="button quiet" onClick={onRemove}>
          As in the contract
        </button>
      </fieldset>
    </details>
  )
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onValue: (value: string) => void
}

function Text({ label, value, placeholder, onValue }: TextProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        spellcheck={false}
        autocapitalize="none"
        value={value}
        placeholder={placeholder}
        onInput={({ currentTarget }) => onValue(currentTarget.value.trim())}
      />
    </label>
  )
}
