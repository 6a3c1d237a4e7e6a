import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseTrace } from '../../src/sandbox/trace/parse-trace.ts'
import { mapTask } from '../../src/sandbox/trace/trace-account.ts'
import { allRecords, NOW, openSandbox } from './support.ts'

const HEADER = 'task,num_gpu,gpu_milli,qos,phase,created_s,scheduled_s,deleted_s'
const folder = mkdtempSync(join(tmpdir(), 'qm-trace-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(rows: string[]): string {
  const file = join(folder, `${rows.length}.csv`)
  writeFileSync(file, [HEADER, ...rows].join('\n'))
  return file
}

describe('a trace file', () => {
  it.each([
    ['', /line 1, column task: the header lacks it/],
    ['task,num_gpu', /line 1, column gpu_milli/],
    [`${HEADER}\n`, /has no tasks/],
    [`${HEADER}\na,1,1000,LS,Running,0,0`, null],
    [`${HEADER}\na,0,1000,LS,Running,0,0,1`, /line 2, column num_gpu: '0' is not a whole number from 1 to 8/],
    [`${HEADER}\na,1,1001,LS,Running,0,0,1`, /column gpu_milli/],
    [`${HEADER}\na,1,1000,,Running,0,0,1`, /column qos: is empty/],
    [`${HEADER}\na,1,1000,LS,Running,,0,1`, /column created_s: ''/],
    [`${HEADER}\na,1,1000,LS,Running,-5,0,1`, /column created_s: '-5'/],
    [`${HEADER}\na,1,1000,LS,Running,1.5,2,3`, /column created_s: '1.5'/],
    [`${HEADER}\na,1,1000,LS,Running,5,4,9`, /column scheduled_s: 4 lies before created_s 5/],
    [`${HEADER}\na,1,1000,LS,Running,5,6,5`, /column deleted_s: 5 lies before/],
    [`${HEADER}\na,1,1000,LS,Running,5,,4`, /column deleted_s: 4 lies before/],
    [`${HEADER}\na,1,1000,LS,R,0,0,1\n\na,1,1000,LS,R,0,0,1`, /line 4, column task: 'a' stands in line 2 already/],
    [`${HEADER}\n"a",1,1000,LS,R,0,0,1`, /quotes/],
    [`\uFEFF${HEADER},more\r\na,1,1000,LS,R,0,0,1,x\r\n`, null],
  ])('%j', (text, problem) => {
    if (problem) expect(() => parseTrace(text)).toThrow(problem)
    else expect(parseTrace(text)).toHaveLength(1)
  })

  it('that is not there is named', () => {
    expect(() => openSandbox({ account: { traceFile: join(folder, 'none.csv') } })).toThrow(/Cannot read the trace/)
  })
})

describe('the mapping of a task', () => {
  const task = (gpuCount: number, gpuMilli: number, name = 'a') => ({
    task: name,
    gpuCount,
    gpuMilli,
    qos: 'LS',
    createdSecond: 0,
    scheduledSecond: 0,
    deletedSecond: 1,
  })

  it.each([
    [0, 'RTX-A6000'],
    [600, 'RTX-A6000'],
    [601, 'A100-PCIe-80GB'],
    [999, 'A100-PCIe-80GB'],
  ])('gives %i thousandths one %s', (milli, model) => {
    expect(mapTask(task(1, milli))).toMatchObject({ gpuModel: model, gpuCount: 1 })
  })

  it('depends on name and class alone and spreads over models, regions and wallets', () => {
    const names = Array.from({ length: 300 }, (_, index) => `task-${index}`)
    const mapped = names.map((name) => mapTask(task(8, 1000, name)))
    expect(names.map((name) => mapTask(task(8, 1000, name)))).toEqual(mapped)
    expect(new Set(mapped.map(({ gpuModel }) => gpuModel)).size).toBe(4)
    expect(new Set(mapped.map(({ region }) => region)).size).toBe(3)
    const euros = mapped.filter(({ currency }) => currency === 'EUR').length / names.length
    expect(euros).toBeGreaterThan(0.2)
    expect(euros).toBeLessThan(0.4)
  })
})

describe('a replayed trace', () => {
  const rows = [
    'long,8,1000,LS,Running,0,0,86400',
    'never,1,1000,BE,Pending,10,,5000',
    'short,1,460,BE,Failed,100,160,219',
    'minute,1,810,BE,Succeeded,100,160,220',
    'instant,1,1000,BE,Failed,100,100,100',
    'open,2,1000,LS,Running,80000,80060,',
  ]
  const sandbox = openSandbox({ account: { traceFile: fileOf(rows) } })

  it('ends at the present and counts its tasks', async () => {
    expect(await sandbox.get('/_sandbox/trace')).toEqual({
      tasks: 6,
      neverScheduled: 1,
      underAMinute: 2,
      sharingGpu: 2,
      startsAt: '2026-03-17T10:30:00Z',
      endsAt: '2026-03-18T10:30:00Z',
    })
  })

  it('bills what ran, whole minutes only, and never what was not scheduled', async () => {
    const records = new Map(
      (await allRecords(sandbox, 'instances')).map((record) => [
        (record as unknown as { vm_name: string }).vm_name,
        record,
      ]),
    )
    expect([...records.keys()].sort()).toEqual(['instant', 'long', 'minute', 'open', 'short'])
    expect(records.get('long')).toMatchObject({ total_duration_minutes: 1440, status: 'completed' })
    expect(records.get('short')).toMatchObject({ total_duration_minutes: 0, total_cost: 0, status: 'completed' })
    expect(records.get('instant')).toMatchObject({ total_duration_minutes: 0, status: 'completed' })
    expect(records.get('minute')).toMatchObject({ total_duration_minutes: 1 })
    expect(records.get('open')).toMatchObject({ end_time: null, status: 'active' })
  })

  it('shows a task that waits as CREATING, and none that is gone', async () => {
    const states = async (seconds: number) => {
      sandbox.clock.set(NOW - 86_400_000 + seconds * 1000)
      const { instances } = await sandbox.get<{ instances: { name: string; status: string }[] }>('/api/instances/')
      return Object.fromEntries(instances.map(({ name, status }) => [name, status]))
    }
    expect(await states(159)).toEqual({ long: 'ACTIVE', never: 'CREATING', short: 'CREATING', minute: 'CREATING' })
    expect(await states(200)).toEqual({ long: 'ACTIVE', never: 'CREATING', short: 'ACTIVE', minute: 'ACTIVE' })
    expect(await states(5000)).toEqual({ long: 'ACTIVE' })
    expect(await states(86_400)).toEqual({ open: 'ACTIVE' })
  })

  it('starts at the first day where one is given', async () => {
    const dated = openSandbox({ account: { traceFile: fileOf(rows) }, firstDay: '2026-03-01' })
    expect(await dated.get('/_sandbox/trace')).toMatchObject({ startsAt: '2026-03-01T00:00:00Z' })
  })
})
