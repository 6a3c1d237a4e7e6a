import type { Change, ChangeKind, Choices } from '../../what-if-api.ts'
import { KINDS, type Field } from './change-kinds.ts'
import { FieldInput } from './field-input.tsx'

interface Props {
  readonly change: Change
  readonly choices: Choices
  /** Messages by the field's place in the change: '/gpuCount'. */
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (change: Change) => void
}

/** A change, field by field; what the server refuses stands beside its field. */
export function ChangeForm({ change, choices, errors, onChange }: Props) {
  const values = change as Readonly<Record<string, unknown>>
  const fields = KINDS[change.kind].fields.filter(({ needs }) => needs === undefined || values[needs] !== undefined)
  const set = (key: string, value: unknown) => {
    const { [key]: _, ...rest } = values
    onChange((value === undefined ? rest : { ...values, [key]: value }) as Change)
  }
  return (
    <div class="change-form">
      {fields.map((field) => (
        <LabelledField
          key={field.key}
          field={field}
          value={values[field.key]}
          choices={choices}
          change={change}
          error={errorOf(errors, field.key)}
          onValue={(value) => set(field.key, value)}
        />
      ))}
    </div>
  )
}

interface LabelledProps {
  readonly field: Field
  readonly value: unknown
  readonly choices: Choices
  readonly change: Change
  readonly error: string | undefined
  readonly onValue: (value: unknown) => void
}

function LabelledField({ field, error, ...rest }: LabelledProps) {
  const isWide = field.type === 'selector' || field.type === 'week' || field.type === 'work' || field.type === 'prices'
  return (
    <div class={`field${isWide ? ' wide' : ''}${error ? ' wrong' : ''}`}>
      <FieldInput field={field} isWrong={error !== undefined} {...rest} />
      {error && (
        <p class="act" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

/** The message of a field, or of what is inside it with its place: 'line 2, price: a decimal number as text'. */
export function errorOf(errors: ReadonlyMap<string, string>, key: string): string | undefined {
  for (const [pointer, detail] of errors) {
    if (pointer === `/${key}`) return detail
    if (!pointer.startsWith(`/${key}/`)) continue
    const inside = pointer.slice(key.length + 2).split('/')
    const place = inside.map((part) => (/^\d+$/.test(part) ? `line ${Number(part) + 1}` : part)).join(', ')
    return `${place}: ${detail}`
  }
  return undefined
}

/** The menu of what can be added. */
export function KindMenu({ choices, onKind }: { choices: Choices; onKind: (kind: ChangeKind) => void }) {
  // With one account there is no other to run anything in.
  const kinds = (Object.keys(KINDS) as ChangeKind[]).filter(
    (kind) => kind !== 'another-account' || choices.accounts.length > 0,
  )
  return (
    <label class="kind-menu">
      <span class="visually-hidden">Add a change</span>
      <select
        value=""
        onChange={({ currentTarget }) => {
          const kind = currentTarget.value
          currentTarget.value = ''
          if (Object.hasOwn(KINDS, kind)) onKind(kind as ChangeKind)
        }}
      >
        <option value="">Add a change …</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {KINDS[kind].label}
          </option>
        ))}
      </select>
    </label>
  )
}
