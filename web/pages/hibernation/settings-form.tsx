import { useState } from 'preact/hooks'
import { AskForm } from '../../components/ask-form.tsx'
import { NumberField, TextField } from '../../components/fields.tsx'
import { planApi, type PlanningSettings } from '../../plan-api.ts'

interface Props {
  readonly settings: PlanningSettings
  readonly onSaved: () => void
}

/** How machines are advised on: whose owner is asked, how short a sleep may be, how long its edges take. */
export function SettingsForm({ settings, onSaved }: Props) {
  const [words, setWords] = useState(settings.deskWords.join(', '))
  const [numbers, setNumbers] = useState({
    longOnDays: String(settings.longOnDays),
    minimumHours: String(settings.minimumHours),
    hibernateMinutes: String(settings.hibernateMinutes),
    restoreMinutes: String(settings.restoreMinutes),
    mostFailures: String(settings.mostFailures * 100),
  })
  const set = (part: Partial<typeof numbers>) => setNumbers((before) => ({ ...before, ...part }))
  const save = async () => {
    await planApi.putSettings({
      deskWords: words.split(/[\s,]+/).filter((word) => word !== ''),
      longOnDays: Number(numbers.longOnDays),
      minimumHours: Number(numbers.minimumHours),
      hibernateMinutes: Number(numbers.hibernateMinutes),
      restoreMinutes: Number(numbers.restoreMinutes),
      mostFailures: Number(numbers.mostFailures) / 100,
    })
    onSaved()
    return 'Kept.'
  }
  return (
    <AskForm label="How machines are advised on" button="Keep" ask={save}>
      <div class="line">
        <TextField label="Ask the owner where a name has one of these words" value={words} onValue={setWords} />
      </div>
      <NumberField
        label="or it is on for days"
        value={numbers.longOnDays}
        isRequired
        onValue={(longOnDays) => set({ longOnDays })}
      />
      <NumberField
        label="No sleep under hours"
        value={numbers.minimumHours}
        isRequired
        onValue={(minimumHours) => set({ minimumHours })}
      />
      <NumberField
        label="Hibernating takes minutes"
        value={numbers.hibernateMinutes}
        isRequired
        onValue={(hibernateMinutes) => set({ hibernateMinutes })}
      />
      <NumberField
        label="Waking takes minutes"
        value={numbers.restoreMinutes}
        isRequired
        onValue={(restoreMinutes) => set({ restoreMinutes })}
      />
      <NumberField
        label="Restores may fail, of 100 (held to surely, 19 times in 20)"
        value={numbers.mostFailures}
        isRequired
        onValue={(mostFailures) => set({ mostFailures })}
      />
    </AskForm>
  )
}
