import { useState } from 'preact/hooks'
import { alertsApi, type Channel, type RuleText, type Watch } from '../../alerts-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField } from '../../components/fields.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { WatchFields, type Option } from './watch-fields.tsx'
import { WATCH_FORMS, type WatchKind } from './watch-kinds.ts'

interface Props {
  readonly currencies: readonly string[]
  readonly channels: readonly Channel[]
  readonly onAdded: () => void
}

export const HOW: readonly Option[] = [
  ['digest', 'in the digest of the day'],
  ['at once', 'at once'],
]

/** Watches for one thing more. */
export function RuleForm({ currencies, channels, onAdded }: Props) {
  const [watch, setWatch] = useState<Watch>(WATCH_FORMS['stock-back'].fresh)
  const [delivery, setDelivery] = useState<RuleText['delivery']>('digest')
  const [to, setTo] = useState<readonly number[]>([])
  const [standIns, setStandIns] = useState<readonly number[]>([])
  const [hours, setHours] = useState('4')
  const form = WATCH_FORMS[watch.kind]
  const add = async () => {
    const { sentence } = await alertsApi.addRule({
      name: `${form.label.slice(0, 1).toUpperCase()}${form.label.slice(1)}`,
      watch,
      delivery,
      channels: [...to],
      standIns: [...standIns],
      standInAfterHours: standIns.length > 0 ? Number(hours) : null,
    })
    onAdded()
    return `Somebody is told when ${sentence}.`
  }
  return (
    <AskForm label="Watch for one thing more" button="Watch for it" ask={add}>
      <ChoiceField
        label="Tell somebody when"
        value={watch.kind}
        options={Object.entries(WATCH_FORMS).map(([kind, { label }]) => [kind, label])}
        onValue={(kind) => setWatch(WATCH_FORMS[kind as WatchKind].fresh)}
      />
      <WatchFields watch={watch} currencies={currencies} onWatch={setWatch} />
      <ChoiceField
        label="How"
        value={delivery}
        options={HOW}
        onValue={(value) => setDelivery(value as RuleText['delivery'])}
      />
      <ChannelChoice label="Who (none: all)" channels={channels} chosen={to} onChosen={setTo} />
      <ChannelChoice label="When nobody takes it up" channels={channels} chosen={standIns} onChosen={setStandIns} />
      {standIns.length > 0 && <NumberField label="after (hours)" value={hours} isRequired onValue={setHours} />}
    </AskForm>
  )
}
