import { useState } from 'preact/hooks'
import type { Watch } from '../../alerts-api.ts'
import { ChoiceField, NumberField, TextField } from '../../components/fields.tsx'
import { fieldText, fieldValue, WATCH_FORMS, type WatchField } from './watch-kinds.ts'

export type Option = readonly [value: string, text: string]

interface Props {
  readonly watch: Watch
  readonly currencies: readonly string[]
  readonly onWatch: (watch: Watch) => void
}

/** What is told of a watch beside its kind: its limits, and of which wallet or whom it is. */
export function WatchFields({ watch, currencies, onWatch }: Props) {
  return (
    <>
      {WATCH_FORMS[watch.kind].fields.map((field) => (
        <WatchInput
          key={`${watch.kind} ${field.key}`}
          field={field}
          value={fieldText((watch as unknown as Readonly<Record<string, unknown>>)[field.key])}
          currencies={currencies}
          onValue={(text) => onWatch({ ...watch, [field.key]: fieldValue(field, text) })}
        />
      ))}
    </>
  )
}

interface InputProps {
  readonly field: WatchField
  readonly value: string
  readonly currencies: readonly string[]
  readonly onValue: (text: string) => void
}

const BASES: readonly Option[] = [
  ['actual', 'what is billed'],
  ['p50', 'the likely forecast'],
  ['p90', 'the late forecast'],
]

function WatchInput({ field, value, currencies, onValue }: InputProps) {
  const [typed, setTyped] = useState(value)
  // What is typed stands as it is while it means the value: '80, ' on the way to '80, 100'.
  const isMeant = fieldText(fieldValue(field, typed)) === value
  const shared = {
    label: field.label,
    value: isMeant ? typed : value,
    isRequired: !field.isOptional,
    onValue: (text: string) => {
      setTyped(text)
      onValue(text)
    },
  }
  switch (field.kind) {
    case 'wallet': {
      const options: Option[] = [['', 'every wallet'], ...currencies.map((each): Option => [each, each])]
      return <ChoiceField {...shared} options={options} />
    }
    case 'basis':
      return <ChoiceField {...shared} options={BASES} />
    case 'number':
      return <NumberField {...shared} />
    case 'text':
    case 'percents':
      return <TextField {...shared} />
  }
}
