import { useId } from 'preact/hooks'
import type { Choices, OptimiseAsked } from '../../what-if-api.ts'

type Work = OptimiseAsked['work']

interface Props {
  readonly value: unknown
  readonly choices: Choices
  readonly onValue: (value: Work) => void
}

const MEASURES: Readonly<Record<Work['measure'], string>> = {
  'gpu-hours': 'GPU-hours',
  pflop: 'PFLOP',
  tokens: 'tokens',
  samples: 'samples',
}

/** An amount of work and what it is measured by; how well GPUs scale is asked, with its default in sight. */
export function WorkInput({ value, choices, onValue }: Props) {
  const models = useId()
  const work = value as Work
  const referenceModel = 'referenceModel' in work ? work.referenceModel : (choices.machines[0]?.gpuModel ?? 'L40')
  const setMeasure = (measure: Work['measure']) => {
    const { amount } = work
    if (measure === 'pflop') onValue({ measure, amount })
    else if (measure === 'gpu-hours') onValue({ measure, amount, referenceModel })
    else onValue({ measure, amount, referenceModel, perSecond: 'perSecond' in work ? work.perSecond : 1000 })
  }
  return (
    <fieldset class="inline-fields">
      <legend>Work</legend>
      <Figure label="Amount" value={work.amount} onValue={(amount) => onValue({ ...work, amount: amount ?? 0 })} />
      <label>
        <span>Measured in</span>
        <select
          value={work.measure}
          onChange={({ currentTarget }) => setMeasure(currentTarget.value as Work['measure'])}
        >
          {(Object.keys(MEASURES) as Work['measure'][]).map((measure) => (
            <option key={measure} value={measure}>
              {MEASURES[measure]}
            </option>
          ))}
        </select>
      </label>
      {'referenceModel' in work && (
        <label>
          <span>{work.measure === 'gpu-hours' ? 'Of' : 'Measured on one'}</span>
          <input
            type="text"
            list={models}
            value={work.referenceModel}
            onChange={({ currentTarget }) => onValue({ ...work, referenceModel: currentTarget.value.trim() })}
          />
          <datalist id={models}>
            {choices.machines.map(({ gpuModel }) => (
              <option key={gpuModel} value={gpuModel} />
            ))}
          </datalist>
        </label>
      )}
      {'perSecond' in work && (
        <Figure
          label="A second"
          value={work.perSecond}
          onValue={(perSecond) => onValue({ ...work, perSecond: perSecond ?? 0 })}
        />
      )}
      {work.measure === 'pflop' && (
        <Figure
          label="Utilisation of the peak"
          placeholder="0.3 to 0.5"
          value={work.utilisation}
          onValue={(utilisation) => onValue(without({ ...work, utilisation }, 'utilisation'))}
        />
      )}
      <Figure
        label="Speed kept by each doubling of GPUs (0.9)"
        placeholder="0.9"
        value={work.scalingEfficiency}
        onValue={(scalingEfficiency) => onValue(without({ ...work, scalingEfficiency }, 'scalingEfficiency'))}
      />
      <Figure
        label="Time that GPUs idle, %"
        placeholder="0"
        value={work.idleShare === undefined ? undefined : Number((work.idleShare * 100).toFixed(6))}
        onValue={(percent) =>
          onValue(without({ ...work, idleShare: percent === undefined ? undefined : percent / 100 }, 'idleShare'))
        }
      />
      <Figure
        label="Set-up, hours"
        placeholder="0"
        value={work.overheadHours}
        onValue={(overheadHours) => onValue(without({ ...work, overheadHours }, 'overheadHours'))}
      />
    </fieldset>
  )
}

/** Without the key where it has no value. */
function without<T extends object>(value: T, key: keyof T): Work {
  const { [key]: held, ...rest } = value
  return (held === undefined ? rest : value) as unknown as Work
}

interface FigureProps {
  readonly label: string
  readonly value: number | undefined
  readonly placeholder?: string
  readonly onValue: (value: number | undefined) => void
}

function Figure({ label, value, placeholder, onValue }: FigureProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        step="any"
        min="0"
        value={value ?? ''}
        placeholder={placeholder}
        onChange={({ currentTarget }) => onValue(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      />
    </label>
  )
}
