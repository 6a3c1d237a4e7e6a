import { expect, test } from 'vitest'
import { storeProblem } from '../../src/server/middleware/store-problem.ts'

const failed = (message: string, fields: object = {}) => Object.assign(new Error(message), fields)

test.each<[Error, string, RegExp]>([
  [
    failed('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
    'internal',
    /cannot be reached.*DATABASE_URL/,
  ],
  [
    failed('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
    'internal',
    /cannot be reached/,
  ],
  [failed('terminating connection', { code: '57P01' }), 'internal', /cannot be reached/],
  [failed('Connection terminated unexpectedly'), 'internal', /cannot be reached/],
  [failed('could not extend file "base/5/1": No space left on device'), 'internal', /disk.*is full/],
  [new Error('a query failed', { cause: failed('no space', { code: '53100' }) }), 'internal', /disk.*is full/],
  [failed('invalid byte sequence', { code: '22021' }), 'invalid-request', /the character 0/],
])('%s is told in words', (error, kind, words) => {
  expect(storeProblem(error)).toMatchObject({ kind, message: expect.stringMatching(words) as string })
})

test('what is our own mistake stays one, and so does a file that is missing', () => {
  expect(storeProblem(new TypeError('x is not a function'))).toBeNull()
  expect(storeProblem(failed('ENOENT: no such file', { code: 'ENOENT', syscall: 'open' }))).toBeNull()
})
