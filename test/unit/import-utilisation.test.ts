import { describe, expect, it } from 'vitest'
import { csvRows, prometheusRows } from '../../src/commands/import-utilisation.ts'

describe('a CSV of the use of GPUs', () => {
  it('has the columns time, machine and gpu_util in any order, in per cent', () => {
    expect(csvRows('machine,gpu_util,time\r\ndev-1,42,2026-03-01T10:00:00+01:00\r\n\r\n', 'f')).toEqual([
      { machine: 'dev-1', at: '2026-03-01T09:00:00.000Z', busy: 0.42 },
    ])
  })
  it.each([
    ['a column is missing', 'time,machine\n', 'the columns are'],
    ['a time is none', 'time,machine,gpu_util\nsoon,a,1\n', 'line 2: a time'],
    ['a machine is missing', 'time,machine,gpu_util\n2026-03-01,,1\n', 'line 2: a time and a machine'],
    ['a use is beyond 100', 'time,machine,gpu_util\n2026-03-01,a,101\n', "line 2: '101'"],
    ['a use is empty', 'time,machine,gpu_util\n2026-03-01,a,\n', "line 2: ''"],
  ])('says which line is wrong where %s', (_, content, message) => {
    expect(() => csvRows(content, 'f')).toThrow(message)
  })
})

describe('the answer of a Prometheus range query', () => {
  const answer = (result: unknown, resultType = 'matrix') =>
    JSON.stringify({ status: 'success', data: { resultType, result } })

  it('names the machine by the most telling label, without a port', () => {
    const result = [
      {
        metric: { __name__: 'DCGM_FI_DEV_GPU_UTIL', gpu: '0', Hostname: 'dev-1', instance: '10.0.0.1:9400' },
        values: [[1772359200, '97']],
      },
      { metric: { instance: 'dev-2:9400' }, values: [[1772359200.5, '0']] },
    ]
    expect(prometheusRows(answer(result), 'f')).toEqual([
      { machine: 'dev-1', at: '2026-03-01T10:00:00.000Z', busy: 0.97 },
      { machine: 'dev-2', at: '2026-03-01T10:00:00.500Z', busy: 0 },
    ])
  })
  it.each([
    ['it is an instant query', answer([], 'vector'), 'range query'],
    ['it is no JSON', '{', 'f: '],
    ['a series names no machine', answer([{ metric: { gpu: '0' }, values: [] }]), 'series 1 has none of the labels'],
  ])('is refused where %s', (_, content, message) => {
    expect(() => prometheusRows(content, 'f')).toThrow(message)
  })
})
