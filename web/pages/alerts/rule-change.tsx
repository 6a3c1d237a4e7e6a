import { useState } from 'preact/hooks'
import { alertsApi, type Channel, type Rule } from '../../alerts-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField } from '../../components/fields.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { HOW } from './rule-form.tsx'
import { WatchFields } from './watch-fields.tsx'

interface Props {
  readonly rule: Rule
  readonly currencies: readonly string[]
  readonly channels: readonly Channel[]
  readonly onChanged: () => void
}

/** What a rule watches, and how it tells of what it finds: when, to whom, and to whom when nobody takes it up. */
export function RuleChange({ rule, currencies, channels, onChanged }: Props) {
  const { ruleId, sentence: _sentence, createdAt: _createdAt, ...text } = rule
  const [watch, setWatch] = useState(rule.watch)
  const [delivery, setDelivery] = useState(rule.delivery)
  const [to, setTo] = useState<readonly number[]>(rule.channels)
  const [standIns, setStandIns] = useState<readonly number[]>(rule.standIns)
  const [hours, setHours] = useState(String(rule.standInAfterHours ?? 4))
  const isUrgent = rule.watch.kind === 'depletion' || rule.watch.kind === 'burn-guard'
  const keep = async () => {
    await alertsApi.putRule(ruleId, {
      ...text,
      watch,
      delivery,
      channels: [...to],
      standIns: [...standIns],
      standInAfterHours: standIns.length > 0 ? Number(hours) : null,
    })
    onChanged()
    return 'Kept.'
  }
  return (
    <AskForm label={`Change ${rule.name}`} button="Keep it" ask={keep}>
      <WatchFields watch={watch} currencies={currencies} onWatch={setWatch} />
      {isUrgent ? (
        <p class="muted wide">It is told at once, also in quiet hours.</p>
      ) : (
        <ChoiceField
          label="How"
          value={delivery}
          options={HOW}
          onValue={(value) => setDelivery(value as Rule['delivery'])}
        />
      )}
      <ChannelChoice label="Who (none: all)" channels={channels} chosen={to} onChosen={setTo} />
      <ChannelChoice label="When nobody takes it up" channels={channels} chosen={standIns} onChosen={setStandIns} />
      {standIns.length > 0 && <NumberField label="after (hours)" value={hours} isRequired onValue={setHours} />}
    </AskForm>
  )
}
