import { useState } from 'preact/hooks'
import { alertsApi, type Channel, type RuleText, type Watch } from '../../alerts-api.ts'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { fieldValue, WATCH_FORMS, type WatchField, type WatchKind } from './watch-kinds.ts'

interface Props {
  readonly currencies: readonly string[]
  readonly channels: readonly Channel[]
  readonly onAdded: () => void
}

/** Watches for one thing more. */
export function RuleForm({ currencies, channels, onAdded }: Props) {
  const [watch, setWatch] = useState<Watch>(WATCH_FORMS['stock-back'].fresh)
  const [delivery, setDelivery] = useState<RuleText['delivery']>('digest')
  const [only, setOnly] = useState<readonly number[]>([])
  const [standIn, setStandIn] = useState({ channel: '', hours: 4 })
  const [state, setState] = useState<'open' | 'added' | ApiError>('open')
  const form = WATCH_FORMS[watch.kind]
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const hasStandIn = standIn.channel !== ''
    try {
      await alertsApi.addRule({
        name: `${form.label.slice(0, 1).toUpperCase()}${form.label.slice(1)}`,
        watch,
        delivery,
        channels: [...only],
        standIns: hasStandIn ? [Number(standIn.channel)] : [],
        standInAfterHours: hasStandIn ? standIn.hours : null,
      })
      setState('added')
      onAdded()
    } catch (cause) {
      setState(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <form class="rule-form" aria-label="Watch for one thing more" onSubmit={(event) => void add(event)}>
      <label>
        <span>Tell somebody when</span>
        <select
          value={watch.kind}
          onChange={({ currentTarget }) => setWatch(WATCH_FORMS[currentTarget.value as WatchKind].fresh)}
        >
          {Object.entries(WATCH_FORMS).map(([kind, { label }]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {form.fields.map((field) => (
        <FieldInput
          key={`${watch.kind} ${field.key}`}
          field={field}
          value={(watch as unknown as Readonly<Record<string, unknown>>)[field.key]}
          currencies={currencies}
          onText={(text) => setWatch({ ...watch, [field.key]: fieldValue(field, text) })}
        />
      ))}
      <label>
        <span>How</span>
        <select
          value={delivery}
          onChange={({ currentTarget }) => setDelivery(currentTarget.value as RuleText['delivery'])}
        >
          <option value="digest">in the digest of the day</option>
          <option value="at once">at once</option>
        </select>
      </label>
      <label>
        <span>Who</span>
        <select
          value={only[0] ?? ''}
          onChange={({ currentTarget }) => setOnly(currentTarget.value === '' ? [] : [Number(currentTarget.value)])}
        >
          <option value="">all channels</option>
          {channels.map(({ channelId, name }) => (
            <option key={channelId} value={channelId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>When nobody takes it up</span>
        <select
          value={standIn.channel}
          onChange={({ currentTarget }) => setStandIn({ ...standIn, channel: currentTarget.value })}
        >
          <option value="">nobody else</option>
          {channels.map(({ channelId, name }) => (
            <option key={channelId} value={channelId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {standIn.channel !== '' && (
        <label>
          <span>after (hours)</span>
          <input
            type="number"
            min={1}
            max={720}
            value={standIn.hours}
            onInput={({ currentTarget }) => setStandIn({ ...standIn, hours: Number(currentTarget.value) })}
          />
        </label>
      )}
      <button type="submit" class="button">
        Watch for it
      </button>
      <span role="status">{state === 'added' ? 'It is watched.' : ''}</span>
      {state instanceof ApiError && <ProblemNote error={state} />}
    </form>
  )
}

interface FieldProps {
  readonly field: WatchField
  readonly value: unknown
  readonly currencies: readonly string[]
  readonly onText: (text: string) => void
}

function FieldInput({ field, value, currencies, onText }: FieldProps) {
  const shown = typeof value === 'string' || typeof value === 'number' ? value : ''
  return (
    <label>
      <span>{field.label}</span>
      {field.kind === 'wallet' ? (
        <select value={shown} onChange={({ currentTarget }) => onText(currentTarget.value)}>
          <option value="">every wallet</option>
          {currencies.map((currency) => (
            <option key={currency} value={currency}>
              {currency}
            </option>
          ))}
        </select>
      ) : (
        <TypedInput field={field} value={shown} onText={onText} />
      )}
    </label>
  )
}

function TypedInput({ field, value, onText }: Pick<FieldProps, 'field' | 'onText'> & { value: string | number }) {
  const shared = {
    required: !field.isOptional,
    value,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onText(currentTarget.value),
  }
  if (field.kind === 'whole') return <input type="number" min={1} {...shared} />
  if (field.kind === 'number') return <input type="number" min={0} step="any" {...shared} />
  return <input type="text" {...shared} />
}
