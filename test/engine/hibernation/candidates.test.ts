import { describe, expect, it } from 'vitest'
import { askBecause } from '../../../src/engine/hibernation/candidates.ts'
import { defaultPlanningSettings } from '../../../src/engine/hibernation/index.ts'
import { machineLedger, onSince } from '../../../src/engine/hibernation/machine-ledger.ts'
import { at, billingRecord, status } from '../values.ts'

const now = at('2026-02-01T00:00:00Z')
const settings = { ...defaultPlanningSettings, deskWords: [...defaultPlanningSettings.deskWords, 'büro'] }

describe('machines to ask about', () => {
  const cases: [string, string, string | null, string[]][] = [
    ['a name that speaks of a desk', 'notebook-priya', null, ['name']],
    ['a word within a word is none', 'devotion-api', null, []],
    ['a word with a number behind it', 'dev2', null, ['name']],
    ['on for three weeks', 'llm-serving-1', '2026-01-10T00:00:00Z', ['on for']],
    ['on for a week', 'llm-serving-1', '2026-01-25T00:00:00Z', []],
    ['a word of their own', 'Büro-3', null, ['name']],
    ['both', 'Jupyter_1', '2026-01-10T00:00:00Z', ['name', 'on for']],
  ]
  it.each(cases)('%s', (_, name, since, kinds) => {
    const reasons = askBecause({ name, onSince: since === null ? null : at(since) }, now, settings)
    expect(reasons.map(({ kind }) => kind)).toEqual(kinds)
  })
})

describe('the ledger of a machine', () => {
  const run = (from: string, to: string | null, state = 'completed') =>
    billingRecord({
      recordId: from,
      startsAt: at(from),
      endsAt: to === null ? null : at(to),
      minutes: (at(to ?? '2026-02-01T00:00:00Z') - at(from)) / 60_000,
      status: state,
    })

  it('is on since the last sleep', () => {
    const ledger = machineLedger(
      [
        run('2026-01-12T00:00:00Z', null, 'active'),
        run('2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z'),
        run('2026-01-10T00:05:00Z', '2026-01-11T23:55:00Z', 'hibernated'),
      ],
      [status('2026-01-01T00:00:00Z', 'ACTIVE'), status('2026-01-12T00:00:00Z', 'ACTIVE')],
      now,
    )
    expect(ledger.map(({ state }) => state)).toEqual(['active', 'hibernated', 'active'])
    expect(onSince(ledger)).toBe(at('2026-01-12T00:00:00Z'))
  })

  it('is not on while it is shut off', () => {
    const ledger = machineLedger(
      [run('2026-01-01T00:00:00Z', null, 'active')],
      [status('2026-01-01T00:00:00Z', 'ACTIVE'), status('2026-01-20T00:00:00Z', 'SHUTOFF')],
      now,
    )
    expect(onSince(ledger)).toBeNull()
  })
})
