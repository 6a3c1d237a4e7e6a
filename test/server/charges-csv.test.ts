import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import { textCell } from '../../src/server/export/csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, records } from './fixture.ts'

const GOLDEN = new URL('../golden/server/charges.csv', import.meta.url)

describe.each(STORES)('the charges CSV on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const exported = async (from: string, to: string, demo = false) => {
    const { config } = contextOf(store)
    const app = createApp(contextOf(store, { config: { ...config, demo } }))
    return app.request(`/api/v1/exports/charges.csv?from=${from}&to=${to}`)
  }
  const linesOf = async (from: string, to: string) => {
    const text = await (await exported(from, to)).text()
    return text.split('\r\n').slice(1, -1)
  }

  test('is the golden file, byte by byte', async () => {
    const answer = await exported('2026-03-01', '2026-05-01')
    const text = await answer.text()
    if (process.env.UPDATE_GOLDEN) await writeFile(GOLDEN, text)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text).toBe(await readFile(GOLDEN, 'utf8'))
  })

  test('the rows of a record add up to its total exactly', async () => {
    const lines = await linesOf('0001-01-01', '9999-12-31')
    for (const { record } of records) {
      const sum = lines
        .map((line) => line.split(','))
        .filter(
          (cells) => cells.includes(record.resourceId) && cells.includes('hibernated') === (record.recordId === 'r-2'),
        )
        .reduce((total, cells) => total + parsePicos(cells.at(-3)!), 0n)
      expect(formatPicos(sum)).toBe(formatPicos(record.totalPicos))
    }
  })

  test('from is inclusive, to exclusive, and neighbouring periods make the whole', async () => {
    const whole = await linesOf('2026-03-28', '2026-04-11')
    const parts = [...(await linesOf('2026-03-28', '2026-03-30')), ...(await linesOf('2026-03-30', '2026-04-11'))]
    expect(parts).toEqual(whole)
    expect(await linesOf('2026-03-31', '2026-04-08')).toEqual([])
    expect(await linesOf('2030-01-01', '2030-01-02')).toEqual([])
  })

  test('the name of a file begins with its account, in the demo with demo', async () => {
    const name = async (demo: boolean) =>
      (await exported('2026-03-01', '2026-04-01', demo)).headers.get('content-disposition')
    expect(await name(false)).toBe('attachment; filename="lab-charges-2026-03-01-2026-04-01-europe-oslo.csv"')
    expect(await name(true)).toBe('attachment; filename="demo-charges-2026-03-01-2026-04-01-europe-oslo.csv"')
  })

  test('a reader that goes away in the middle leaves the store usable', async () => {
    const answer = await exported('2026-03-01', '2026-05-01')
    const reader = answer.body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(await linesOf('2026-03-28', '2026-03-29')).toHaveLength(1)
  })
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@a', "'@a"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['plain = text', 'plain = text'],
  ['', ''],
  [null, ''],
])('the text cell of %j is %j', (text, cell) => {
  expect(textCell(text)).toBe(cell)
})

test('law: a text cell can be read back, apostrophe taken off', () => {
  const read = (cell: string) => {
    const bare = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
    return /^'[=+\-@\t\r]/.test(bare) ? bare.slice(1) : bare
  }
  const text = fc.string({ unit: 'binary' }).filter((value) => !value.startsWith("'"))
  fc.assert(
    fc.property(text, (value) => {
      expect(read(textCell(value))).toBe(value)
    }),
    { seed: 20260301, numRuns: 150 },
  )
})
