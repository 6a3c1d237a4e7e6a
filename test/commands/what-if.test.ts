import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localApi, type Api } from '../../src/commands/api.ts'
import { named, save } from '../../src/commands/scenario.ts'
import { whatIf } from '../../src/commands/what-if.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import type { Store } from '../../src/db/store.ts'
import { contextOf, fill } from '../server/fixture.ts'
import { qm } from '../support/product-process.ts'
import { STORES } from '../support/stores.ts'

const half = { name: 'Half', changes: [{ kind: 'replace-gpu', machines: { ids: ['i-2'] }, gpuCount: 4 }] }

describe('qm what-if', () => {
  let store: Store
  let api: Api
  beforeAll(async () => {
    store = await STORES[0]!.open()
    await fill(store)
    api = localApi(contextOf(store))
  })
  afterAll(() => store.close())

  it('takes what the API takes, or one scenario alone, and prints the same file', async () => {
    const csv = await whatIf(api, half, {})
    expect(csv).toBe(await whatIf(api, { scenarios: [half] }, {}))
    expect(csv).toBe(await (await api.post('/api/v1/exports/what-if.csv', { scenarios: [half] })).text())
    expect(csv.split('\r\n')[0]).toMatch(/^scenario,account,currency,period,/)
    const { scenarios } = JSON.parse(await whatIf(api, half, { json: true })) as { scenarios: { name: string }[] }
    expect(scenarios.map(({ name }) => name)).toEqual(['Half'])
  })

  it('gives rows by day, which add up to the month', async () => {
    const april = { window: { from: '2026-04-01', to: '2026-05-01' }, scenarios: [half] }
    const rows = async (by: string) =>
      (await whatIf(api, april, { by }))
        .split('\r\n')
        .filter((line) => line.startsWith(`Half,lab,EUR,${by},`))
        .map((line) => line.split(','))
    const [[, , , , from, to, , , month] = []] = await rows('month')
    const days = await rows('day')
    expect(days.map((row) => row[4])).toHaveLength(30)
    expect([days[0]![4], days.at(-1)![5]]).toEqual([from, to])
    const picos = days.reduce((sum, row) => sum + parsePicos(row[8]!), 0n)
    expect(formatPicos(picos)).toBe(month)
  })

  it('saves scenarios by name and gives them back as it takes them', async () => {
    expect(await save(api, half)).toEqual([{ name: 'Half', isNew: true }])
    const less = { ...half, changes: [{ ...half.changes[0]!, gpuCount: 2 }] }
    const other = { name: 'Other', changes: [] }
    expect(await save(api, { scenarios: [less, other] })).toEqual([
      { name: 'Half', isNew: false },
      { name: 'Other', isNew: true },
    ])
    expect(await named(api, ['Other', 'Half'])).toEqual({ scenarios: [other, less] })
    await expect(named(api, ['Hal'])).rejects.toThrow('No saved scenario is called Hal; there are Half, Other.')
    await expect(save(api, { work: {} })).rejects.toThrow('There is no scenario in it')
  })

  it('optimises a piece of work', async () => {
    const work = { work: { measure: 'gpu-hours', amount: 10, referenceModel: 'H100' } }
    const csv = await whatIf(api, work, {})
    expect(csv).toBe('currency,cheapest,gpu_model,tier,region,gpu_count,machines,hours,finish_at,cost,chance\r\n')
    expect(JSON.parse(await whatIf(api, work, { json: true }))).toMatchObject({ scalingEfficiency: 0.9 })
  })

  it('names each field that is wrong', async () => {
    const wrong = { ...half, changes: [{ kind: 'remove', resources: { name: 'nobody' } }] }
    await expect(whatIf(api, wrong, {})).rejects.toMatchObject({
      message: 'scenarios/0/changes/0/resources: no resource of the plan matches nobody',
      exitCode: 2,
    })
  })

  it('says so where the file holds no JSON, with 2', async () => {
    const { code, stdout, stderr } = await qm(['what-if', join(import.meta.dirname, 'what-if.test.ts')], {
      DATA_DIR: '.',
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/what-if\.test\.ts is no JSON: /)
  })
})
