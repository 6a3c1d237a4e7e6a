import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { speakPlainly } from '../../src/server/plain-issues.ts'

speakPlainly()

const said = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message)
const oneOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sleep') }),
  z.object({ kind: z.literal('away') }),
])

describe('what zod finds is said in plain words', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.coerce.number().max(99), '500', 'must be at most 99'],
    [z.coerce.number().min(1), '-3', 'must be at least 1'],
    [z.number().positive(), 0, 'must be more than 0'],
    [z.coerce.number(), 'foo', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().min(3), 'x', 'must have at least 3 characters'],
    [z.string().max(1), 'xy', 'must have at most 1 character'],
    [z.array(z.string()).min(1), [], 'must not be empty'],
    [z.string(), undefined, 'is missing'],
    [z.string(), 4, 'must be text'],
    [z.enum(['cron', 'sh', 'ics']), 'xyz', 'must be one of cron, sh, ics'],
    [oneOf, { kind: 'blah' }, 'must be one of sleep, away'],
    [z.iso.datetime({ offset: true }), 'foo', 'must be an instant with its zone, as 2026-03-05T10:00:00Z'],
    [z.strictObject({}), { bogus: 1 }, 'is not known here'],
    [z.string().min(3, 'a name of three letters'), 'x', 'a name of three letters'],
  ])('%#', (schema, value, words) => {
    expect(said(schema, value)).toEqual([words])
  })
})
