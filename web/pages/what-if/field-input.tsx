import { useId } from 'preact/hooks'
import type { Change, Choices } from '../../what-if-api.ts'
import type { Field } from './change-kinds.ts'
import { HoursInput } from './hours-input.tsx'
import { PricesInput } from './prices-input.tsx'
import { SelectorInput } from './selector-input.tsx'
import { WeekInput } from '../../components/week-input.tsx'
import { WorkInput } from './work-input.tsx'

interface Props {
  readonly field: Field
  readonly value: unknown
  readonly choices: Choices
  readonly change: Change
  readonly isWrong: boolean
  readonly onValue: (value: unknown) => void
}

const OFF_WORDS: Readonly<Record<string, string>> = {
  hibernate: 'hibernated',
  stop: 'shut off (paid in full)',
  delete: 'deleted',
}

/** The control of one field. An optional one that is emptied is no longer said. */
export function FieldInput(props: Props) {
  const { field, value, choices, onValue } = props
  switch (field.type) {
    case 'selector':
      return (
        <SelectorInput
          label={field.label}
          value={value}
          choices={choices}
          isOfMachines={field.key === 'machines'}
          onValue={onValue}
        />
      )
    case 'week':
      return field.isOptional ? (
        <HoursInput label={field.label} value={value} onValue={onValue} />
      ) : (
        <WeekInput label={field.label} value={value} onValue={onValue} />
      )
    case 'work':
      return <WorkInput value={value} choices={choices} onValue={onValue} />
    case 'prices':
      return <PricesInput label={field.label} value={value} onValue={onValue} />
    case 'off':
    case 'currency':
    case 'tier':
    case 'account':
      return <Choice {...props} options={optionsOf(field, choices)} />
    default:
      return <TextInput {...props} suggestions={optionsOf(field, choices)} />
  }
}

function optionsOf({ type, options }: Field, choices: Choices): readonly string[] {
  const distinct = (values: readonly string[]) => [...new Set(values)].sort()
  switch (type) {
    case 'off':
      return options ?? []
    case 'currency':
      return choices.currencies
    case 'account':
      return choices.accounts
    case 'tier':
      return distinct([...choices.machines, ...choices.volumes].map(({ tier }) => tier))
    case 'model':
      return distinct(choices.machines.map(({ gpuModel }) => gpuModel))
    case 'region':
      return distinct(choices.machines.flatMap(({ regions }) => regions))
    case 'volume-type':
      return distinct(choices.volumes.map(({ volumeType }) => volumeType))
    case 'sku':
      return ['*', 'gpu/*', 'volume/*', 'snapshot/*', 'hibernated', ...distinct(choices.machines.map(skuOf))]
    default:
      return []
  }
}

const skuOf = ({ tier, gpuModel }: Choices['machines'][number]) => `gpu/${tier}/${gpuModel}`

function Choice({ field, value, options, isWrong, onValue }: Props & { options: readonly string[] }) {
  return (
    <label>
      <span>{field.label}</span>
      <select
        value={typeof value === 'string' ? value : ''}
        aria-invalid={isWrong}
        onChange={({ currentTarget }) => onValue(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        {field.isOptional && <option value="">–</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {field.type === 'off' ? OFF_WORDS[option] : option}
          </option>
        ))}
      </select>
    </label>
  )
}

function TextInput({ field, value, suggestions, isWrong, onValue }: Props & { suggestions: readonly string[] }) {
  const list = useId()
  const isWhole = field.type === 'whole'
  const read = (text: string): unknown => {
    if (text === '') return field.isOptional ? undefined : isWhole ? 0 : ''
    return isWhole ? Number(text) : text
  }
  return (
    <label>
      <span>{field.label}</span>
      <input
        type={field.type === 'day' ? 'date' : isWhole ? 'number' : 'text'}
        inputMode={field.type === 'decimal' ? 'decimal' : undefined}
        value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
        list={suggestions.length > 0 ? list : undefined}
        aria-invalid={isWrong}
        onChange={({ currentTarget }) => onValue(read(currentTarget.value.trim()))}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  )
}
