import { useState } from 'preact/hooks'
import { booksApi, type AccountCalendar } from '../../books-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, TextField } from '../../components/fields.tsx'
import { ZoneField } from '../../components/zone-field.tsx'

interface Props {
  readonly account: { readonly slug: string; readonly zone: string }
  readonly calendar: AccountCalendar
  readonly onChanged: () => void
}

/** Who books the account, and how that entity counts its years and weeks. */
export function BookkeepingForm({ account, calendar, onChanged }: Props) {
  const [zone, setZone] = useState(account.zone)
  const [entity, setEntity] = useState(calendar.entity ?? '')
  const [year, setYear] = useState(String(calendar.fiscalYearStart))
  const [week, setWeek] = useState(String(calendar.weekStart))
  const [consultant, setConsultant] = useState(text(calendar.datevConsultant))
  const [client, setClient] = useState(text(calendar.datevClient))
  const [length, setLength] = useState(String(calendar.datevAccountLength))
  const save = async () => {
    // First what can be refused.
    const note = zone.trim() === account.zone ? null : (await booksApi.changeZone(account.slug, zone.trim())).note
    await booksApi.keepCalendar({
      entity: entity.trim() || null,
      fiscalYearStart: Number(year),
      weekStart: Number(week),
      datevConsultant: number(consultant),
      datevClient: number(client),
      datevAccountLength: Number(length),
    })
    onChanged()
    return note === null ? 'Kept.' : `Kept. ${note}`
  }
  return (
    <AskForm label="Entity, calendar and DATEV" button="Keep" ask={save}>
      <TextField label="Entity that books it" value={entity} onValue={setEntity} />
      <ZoneField label="Zone whose days count" value={zone} onValue={setZone} />
      <ChoiceField label="Fiscal year begins in" value={year} options={MONTHS} onValue={setYear} />
      <ChoiceField label="Weeks begin on" value={week} options={WEEKDAYS} onValue={setWeek} />
      <TextField label="DATEV consultant (Berater)" value={consultant} onValue={setConsultant} />
      <TextField label="DATEV client (Mandant)" value={client} onValue={setClient} />
      <ChoiceField label="Digits of DATEV accounts" value={length} options={LENGTHS} onValue={setLength} />
    </AskForm>
  )
}

const text = (value: number | null) => (value === null ? '' : String(value))
const number = (value: string) => (value.trim() === '' ? null : Number(value))

const names = (count: number, of: (n: number) => Date, options: Intl.DateTimeFormatOptions) =>
  Array.from({ length: count }, (_, i): [string, string] => [
    String(i + 1),
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(of(i)),
  ])

const MONTHS = names(12, (i) => new Date(Date.UTC(2026, i, 1)), { month: 'long' })
/** 1 June 2026 is a Monday. */
const WEEKDAYS = names(7, (i) => new Date(Date.UTC(2026, 5, 1 + i)), { weekday: 'long' })
const LENGTHS = ['4', '5', '6', '7', '8'].map((each): [string, string] => [each, each])
