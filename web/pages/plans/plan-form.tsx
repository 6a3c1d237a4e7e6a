import { useState } from 'preact/hooks'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField, TextField, TimeField } from '../../components/fields.tsx'
import { WeekInput } from '../../components/week-input.tsx'
import { WhoInput } from '../../components/who-input.tsx'
import { planApi } from '../../plan-api.ts'
import type { Choices } from '../../what-if-api.ts'
import { bodyOf, fittingWho, KINDS, startValues, type Kind, type PlanValues } from './plan-values.ts'

interface Props {
  readonly choices: Choices
  readonly machines: readonly string[]
  readonly person: string
  readonly zone: string
  readonly onChanged: () => void
}

interface FieldsProps {
  readonly values: PlanValues
  readonly set: (part: Partial<PlanValues>) => void
  readonly choices: Choices
}

/** Plans of every kind but exceptions, which are said in a sentence. */
export function PlanForm({ choices, machines, person, zone, onChanged }: Props) {
  const [typed, setTyped] = useState(startValues)
  const set = (part: Partial<PlanValues>) => setTyped((before) => ({ ...before, ...part }))
  const model = choices.machines.find(({ gpuModel }) => gpuModel === typed.gpuModel) ?? choices.machines[0]
  const values: PlanValues = {
    ...typed,
    gpuModel: model?.gpuModel ?? '',
    gpuCount: model?.gpuCounts.includes(Number(typed.gpuCount)) ? typed.gpuCount : String(model?.gpuCounts[0] ?? 1),
    currency: typed.currency || (choices.currencies[0] ?? ''),
  }
  const { kind } = values
  const add = async () => {
    const { sentence, state } = await planApi.add(bodyOf(values, model?.tier ?? '', person || 'somebody'))
    onChanged()
    return state === 'proposed' ? `Proposed, to be approved above: ${sentence}.` : `Planned: ${sentence}.`
  }
  return (
    <AskForm label="Plan something" button="Plan it" ask={add}>
      <ChoiceField
        label="What"
        value={kind}
        options={Object.entries(KINDS).map(([each, { what }]) => [each, what] as const)}
        onValue={(chosen) => set({ kind: chosen as Kind })}
      />
      {KINDS[kind].who.length > 1 && (
        <WhoInput who={fittingWho(values)} machines={machines} kinds={KINDS[kind].who} onWho={(who) => set({ who })} />
      )}
      {kind === 'deploy' && <DeployFields values={values} set={set} choices={choices} />}
      {kind === 'month' && <MonthFields values={values} set={set} choices={choices} />}
      {kind === 'holiday' && (
        <>
          <TextField label="Name" value={values.name} isRequired onValue={(name) => set({ name })} />
          <TimeField label="From" kind="date" value={values.from} isRequired onValue={(from) => set({ from })} />
          <TimeField label="To and with" kind="date" value={values.to} onValue={(to) => set({ to })} />
        </>
      )}
      {kind === 'end' && (
        <TimeField
          label={`It ends at (${zone})`}
          kind="datetime-local"
          value={values.from}
          isRequired
          onValue={(from) => set({ from })}
        />
      )}
      {kind === 'sleep' && (
        <div class="wide">
          <WeekInput
            label={`Asleep in these hours (${zone}), awake in all others`}
            value={values.sleepWeek}
            onValue={(week) => set({ sleepWeek: week as PlanValues['sleepWeek'] })}
          />
        </div>
      )}
      {kind === 'working-hours' && (
        <div class="wide">
          <WeekInput
            label={`People work in these hours (${zone})`}
            value={values.workWeek}
            onValue={(week) => set({ workWeek: week as PlanValues['workWeek'] })}
          />
        </div>
      )}
      <TextField
        label={kind === 'month' ? 'Reason, shown wherever the figure is' : 'Reason'}
        value={values.reason}
        isRequired={kind === 'month'}
        onValue={(reason) => set({ reason })}
      />
    </AskForm>
  )
}

function DeployFields({ values, set, choices }: FieldsProps) {
  const model = choices.machines.find(({ gpuModel }) => gpuModel === values.gpuModel)
  const same = (each: string | number) => [String(each), String(each)] as const
  return (
    <>
      <TextField label="Name" value={values.name} isRequired onValue={(name) => set({ name })} />
      <NumberField label="Machines" value={values.machines} isRequired onValue={(machines) => set({ machines })} />
      <ChoiceField
        label="GPU"
        value={values.gpuModel}
        options={choices.machines.map(({ gpuModel, tier }) => [gpuModel, `${gpuModel} (${tier})`] as const)}
        onValue={(gpuModel) => set({ gpuModel, region: '' })}
      />
      <ChoiceField
        label="GPUs each"
        value={values.gpuCount}
        options={(model?.gpuCounts ?? []).map(same)}
        onValue={(gpuCount) => set({ gpuCount })}
      />
      <ChoiceField
        label="Region"
        value={values.region}
        options={[['', 'anywhere'] as const, ...(model?.regions ?? []).map(same)]}
        onValue={(region) => set({ region })}
      />
      <Wallet values={values} set={set} choices={choices} />
      <TimeField label="From" kind="datetime-local" value={values.from} isRequired onValue={(from) => set({ from })} />
      <TimeField
        label="Until (empty = until taken back)"
        kind="datetime-local"
        value={values.to}
        onValue={(to) => set({ to })}
      />
    </>
  )
}

function MonthFields({ values, set, choices }: FieldsProps) {
  return (
    <>
      <TimeField label="Month" kind="month" value={values.month} isRequired onValue={(month) => set({ month })} />
      <NumberField label="It will cost" value={values.amount} isRequired onValue={(amount) => set({ amount })} />
      <Wallet values={values} set={set} choices={choices} />
    </>
  )
}

function Wallet({ values, set, choices }: FieldsProps) {
  return (
    <ChoiceField
      label="Wallet"
      value={values.currency}
      options={choices.currencies.map((each) => [each, each] as const)}
      onValue={(currency) => set({ currency })}
    />
  )
}
