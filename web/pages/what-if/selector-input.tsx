import { useId } from 'preact/hooks'
import { Icon } from '../../components/icon.tsx'
import { NarrowField } from '../../components/narrow-field.tsx'
import type { Choices } from '../../what-if-api.ts'
import { stateText } from '../../words.ts'

interface Selector {
  readonly ids?: readonly string[]
  readonly name?: string
  readonly gpuModel?: string
  readonly region?: string
  readonly state?: string
  readonly project?: string
  readonly owner?: string
  readonly cost_center?: string
}

interface Props {
  readonly label: string
  readonly value: unknown
  readonly choices: Choices
  readonly isOfMachines: boolean
  readonly onValue: (value: Selector) => void
}

/** Beside the names, where a resource has none. */
const NOBODY = 'not assigned'

const STATES = ['active', 'shutoff', 'hibernated']

/** Which resources: by name with stars or one by one, and by model, region, state and whose they are where wanted. */
export function SelectorInput({ label, value, choices, isOfMachines, onValue }: Props) {
  const names = useId()
  const selector = (value ?? {}) as Selector
  const { ids = [] } = selector
  const set = (key: keyof Selector, text: string) => {
    const { [key]: _, ...rest } = selector
    onValue(text === '' ? rest : { ...rest, [key]: text })
  }
  const setIds = (next: readonly string[]) => {
    // Whoever picks one by one does not mean every name.
    const { ids: _, name, ...rest } = selector
    if (next.length > 0) onValue({ ...rest, ids: next })
    else onValue({ ...rest, name: name ?? '*' })
  }
  const models = [...new Set(choices.machines.map(({ gpuModel }) => gpuModel))].sort()
  const regions = [...new Set(choices.machines.flatMap((machine) => machine.regions))].sort()
  const there = choices.resources.filter(({ kind }) => !isOfMachines || kind === 'instance')
  const listed = [...new Set(there.map(({ name }) => name))].sort()
  const nameOf = (id: string) => choices.resources.find((resource) => resource.id === id)?.name ?? id
  return (
    <fieldset class="inline-fields">
      <legend>{label}</legend>
      {ids.length === 0 && (
        <label>
          <span>Name, * for any text</span>
          <input
            type="text"
            value={selector.name ?? ''}
            placeholder="dev-*"
            list={names}
            onChange={({ currentTarget }) => set('name', currentTarget.value.trim())}
          />
          <datalist id={names}>
            {listed.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      )}
      <label>
        <span>{ids.length === 0 ? 'Or one by one' : 'And'}</span>
        <select
          value=""
          onChange={({ currentTarget }) => {
            const id = currentTarget.value
            currentTarget.value = ''
            if (id !== '') setIds([...ids, id])
          }}
        >
          <option value="">choose …</option>
          {there
            .filter(({ id }) => !ids.includes(id))
            .toSorted((a, b) => (a.name < b.name ? -1 : 1))
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      </label>
      <NarrowField
        label="With GPU"
        value={selector.gpuModel}
        options={models}
        onValue={(text) => set('gpuModel', text)}
      />
      <NarrowField
        label="In region"
        value={selector.region}
        options={regions}
        onValue={(text) => set('region', text)}
      />
      <NarrowField
        label="That is"
        value={selector.state}
        options={STATES}
        textOf={stateText}
        onValue={(text) => set('state', text)}
      />
      <Whose
        label="Of project"
        value={selector.project}
        names={choices.projects}
        onValue={(text) => set('project', text)}
      />
      <Whose label="Of owner" value={selector.owner} names={choices.owners} onValue={(text) => set('owner', text)} />
      <Whose
        label="Of cost center"
        value={selector.cost_center}
        names={choices.costCenters}
        onValue={(text) => set('cost_center', text)}
      />
      {ids.length > 0 && (
        <span class="chosen">
          {ids.map((id) => (
            <button
              key={id}
              type="button"
              class="button quiet"
              aria-label={`Leave out ${nameOf(id)}`}
              onClick={() => setIds(ids.filter((each) => each !== id))}
            >
              {nameOf(id)} <Icon name="close" />
            </button>
          ))}
        </span>
      )}
    </fieldset>
  )
}

interface WhoseProps {
  readonly label: string
  readonly value: string | undefined
  readonly names: readonly string[]
  readonly onValue: (value: string) => void
}

/** Not asked where nobody is named; what is chosen stays to be seen. */
function Whose({ value, names, ...rest }: WhoseProps) {
  if (names.length === 0 && value === undefined) return null
  const known = value === undefined || value === NOBODY || names.includes(value) ? names : [...names, value]
  return <NarrowField {...rest} value={value} options={[...known, NOBODY]} />
}
