import { expect, test } from 'vitest'
import { turns } from '../../src/server/services/in-turn.ts'

test('work is done one after another, and what fails lets the next one go on', async () => {
  const inTurn = turns()
  const told: string[] = []
  const work = (name: string) => async () => {
    told.push(`${name} begins`)
    await Promise.resolve()
    told.push(`${name} ends`)
    if (name === 'b') throw new Error('b fails')
    return name
  }
  const all = ['a', 'b', 'c'].map((name) => inTurn(work(name)))
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})
