import { useId } from 'preact/hooks'
import type { Choices } from '../../what-if-api.ts'

interface Selector {
  readonly ids?: readonly string[]
  readonly name?: string
  readonly gpuModel?: string
  readonly region?: string
}

interface Props {
  readonly label: string
  readonly value: unknown
  readonly choices: Choices
  readonly onValue: (value: Selector) => void
}

/** Which resources: by name with stars, and by model and region where wanted. Ids of a file stay as they are. */
export function SelectorInput({ label, value, choices, onValue }: Props) {
  const names = useId()
  const selector = (value ?? {}) as Selector
  const set = (key: keyof Selector, text: string) => {
    const { [key]: _, ...rest } = selector
    onValue(text === '' ? rest : { ...rest, [key]: text })
  }
  const models = [...new Set(choices.machines.map(({ gpuModel }) => gpuModel))].sort()
  const regions = [...new Set(choices.machines.flatMap((machine) => machine.regions))].sort()
  const listed = [...new Set(choices.resources.map(({ name }) => name))].sort()
  return (
    <fieldset class="inline-fields">
      <legend>{label}</legend>
      <label>
        <span>Name, * for any text</span>
        <input
          type="text"
          value={selector.name ?? ''}
          placeholder={selector.ids ? selector.ids.join(', ') : 'dev-*'}
          list={names}
          onChange={({ currentTarget }) => set('name', currentTarget.value.trim())}
        />
        <datalist id={names}>
          {listed.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <Narrow label="With GPU" value={selector.gpuModel} options={models} onValue={(text) => set('gpuModel', text)} />
      <Narrow label="In region" value={selector.region} options={regions} onValue={(text) => set('region', text)} />
    </fieldset>
  )
}

interface NarrowProps {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly string[]
  readonly onValue: (value: string) => void
}

function Narrow({ label, value, options, onValue }: NarrowProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}
