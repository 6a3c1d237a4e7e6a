import { expect, it } from 'vitest'
import { highestHour, parsePicos } from '../../../src/engine/index.ts'
import { at, billingRecord } from '../values.ts'

const day = { startsAt: at('2026-01-10T00:00:00Z'), endsAt: at('2026-01-11T00:00:00Z') }
const all = billingRecord({ ...day, minutes: 1440, totalPicos: parsePicos('24') })
const hour = billingRecord({
  recordId: 'R2',
  startsAt: at('2026-01-10T10:00:00Z'),
  endsAt: at('2026-01-10T11:00:00Z'),
  minutes: 60,
  totalPicos: parsePicos('2'),
})

it('is the dearest of the whole hours, and none where nothing was billed', () => {
  expect(highestHour([all, hour], day.endsAt, day)).toBe(parsePicos('3'))
  expect(highestHour([all, hour], day.endsAt, { ...day, startsAt: at('2026-01-10T10:30:00Z') })).toBe(parsePicos('1'))
  expect(highestHour([], day.endsAt, day)).toBeNull()
})

it('knows what is open by when it was read, not by the end of the stretch', () => {
  const open = billingRecord({ startsAt: day.startsAt, endsAt: null, minutes: 2880, totalPicos: parsePicos('48') })
  expect(highestHour([open], at('2026-01-12T00:00:00Z'), day)).toBe(parsePicos('1'))
})
