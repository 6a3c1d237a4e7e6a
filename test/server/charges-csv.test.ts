import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import { textCell } from '../../src/server/export/csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const GOLDEN = new URL('../golden/server/charges.csv', import.meta.url)

describe.each(STORES)('the charges CSV on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const request = (query: string, demo = false) =>
    createApp(contextOf(store, { config: { ...contextOf(store).config, demo } })).request(
      `/api/v1/exports/charges.csv?${query}`,
    )

  test('is the golden file, byte by byte', async () => {
    const answer = await request('from=2026-03-01&to=2026-05-01')
    const text = await answer.text()
    if (process.env.UPDATE_GOLDEN) await writeFile(GOLDEN, text)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text).toBe(await readFile(GOLDEN, 'utf8'))
  })
})
