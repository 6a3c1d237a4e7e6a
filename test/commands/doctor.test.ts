import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { qm } from '../support/product-process.ts'
import { emptyPostgres } from '../support/stores.ts'

const KEY = 'a-key-of-the-tests'
const NOW = '2026-03-20T10:00:00Z'

test('the map that the doctor writes gives the same CSV of an API that differs in everything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-doctor-'))
  const account = { now: Date.parse(NOW), firstDay: '2026-03-16', apiKey: KEY } as const
  const [usual, other] = await Promise.all([startSandbox(account), startSandbox({ ...account, dialect: 'other' })])
  const [first, second] = await Promise.all([emptyPostgres(), emptyPostgres()])
  const env = { BARRACK_API_KEY: KEY, QM_NOW: NOW, TZ_ACCOUNT: 'Europe/Oslo' }
  const csvOf = async (settings: NodeJS.ProcessEnv) => {
    const { code, stderr } = await qm(['ingest'], settings)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return (await qm(['export', 'charges', '--from', '2026-03-16', '--to', '2026-03-21'], settings)).stdout
  }
  const usually = csvOf({ ...env, DATA_DIR: folder, BARRACK_URL: usual.url, DATABASE_URL: first.url })

  const there = { ...env, DATA_DIR: folder, BARRACK_URL: other.url, DATABASE_URL: second.url }
  const map = join(folder, 'map.json')
  const { code, stdout } = await qm(['doctor', '--save', map], there)
  expect(code).toBe(0)
  expect(stdout).toContain("The key is accepted as 'X-API-Key: <key>'.")
  const { auth, ...endpoints } = JSON.parse(readFileSync(map, 'utf8')) as Record<string, unknown>
  expect(auth).toEqual({ header: 'X-API-Key', scheme: '' })
  expect(Object.keys(endpoints).length).toBeGreaterThanOrEqual(6)
  const csv = await csvOf({ ...there, BARRACK_ENDPOINTS: map })
  expect(csv.split('\r\n').length).toBeGreaterThan(50)
  expect(csv).toBe(await usually)

  await Promise.all([usual.close(), other.close(), first.drop(), second.drop()])
  rmSync(folder, { recursive: true })
})
