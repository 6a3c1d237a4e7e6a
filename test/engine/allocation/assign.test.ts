import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  assign,
  assignmentsBefore,
  daysBetween,
  DIMENSIONS,
  parsePicos,
  spanOn,
  splitByWeight,
  withClosed,
  type Assignable,
  type AssignInput,
  type AssignmentRule,
  type Day,
  type DimensionValues,
  type Part,
} from '../../../src/engine/index.ts'

const values = (of: Partial<DimensionValues>): DimensionValues => ({
  project: null,
  owner: null,
  cost_center: null,
  ...of,
})
const whole = (of: Partial<DimensionValues>): Part[] => [{ values: values(of), weight: 1n }]
const share = (weight: number, of: Partial<DimensionValues>): Part => ({ values: values(of), weight: BigInt(weight) })

const machine = (resourceId: string, of: Partial<Assignable> & { name?: string; region?: string } = {}): Assignable => {
  const { name = resourceId, region = null, ...rest } = of
  return {
    key: resourceId,
    resourceId,
    type: 'instance',
    currency: 'USD',
    facts: [{ fromDay: null, name, region, sourceId: null }],
    ...rest,
  }
}
const attached = (resourceId: string, type: Assignable['type'], sourceId: string | null): Assignable =>
  machine(resourceId, { type, facts: [{ fromDay: null, name: resourceId, region: null, sourceId }] })

const rule = (
  ruleId: number,
  match: AssignmentRule['match'],
  parts: readonly Part[],
  days: Partial<AssignmentRule> = {},
) => ({
  ruleId,
  match,
  parts,
  fromDay: null,
  toDay: null,
  ...days,
})

/** 'lab' for one project, 'a 1 + b 3' for a shared machine, '-' where nobody said. */
function projectsOn(input: Partial<AssignInput>, resourceId: string, day: Day): string {
  const all = assign({ resources: [], rules: [], direct: [], hours: [], ...input })
  const { parts } = spanOn(all.get(resourceId)!, day)
  if (parts.length === 1) return parts[0]!.values.project ?? '-'
  return parts.map(({ values: of, weight }) => `${of.project ?? '-'} ${weight}`).join(' + ')
}

test('what nobody said is not assigned', () => {
  expect(projectsOn({ resources: [machine('m')] }, 'm', '2026-03-01')).toBe('-')
})

test.each([
  [{ name: 'dev-*' }, 'dev-1', true],
  [{ name: '*-1' }, 'dev-1', true],
  [{ name: 'dev' }, 'dev-1', false],
  [{ name: 'd.v-1' }, 'dev-1', false],
  [{ region: 'NORWAY-1' }, 'dev-1', true],
  [{ region: 'unknown' }, 'dev-1', false],
  [{ currency: 'EUR' }, 'dev-1', false],
  [{ ids: ['x', 'dev-1'] }, 'dev-1', true],
  [{ type: 'volume' as const }, 'dev-1', false],
  [{ name: 'dev-*', region: 'US-1' }, 'dev-1', false],
  [{}, 'dev-1', true],
])('a rule for %j matches %s: %s', (match, name, does) => {
  const resources = [machine(name, { region: 'NORWAY-1' })]
  expect(projectsOn({ resources, rules: [rule(1, match, whole({ project: 'lab' }))] }, name, '2026-03-01')).toBe(
    does ? 'lab' : '-',
  )
})

test('the first rule that says something of a dimension counts for it, others fill in the rest', () => {
  const rules = [
    rule(1, { name: 'dev-*' }, whole({ project: 'lab' })),
    rule(2, { region: 'NORWAY-1' }, whole({ project: 'other', cost_center: '70' })),
    rule(3, {}, whole({ owner: 'ops@example.org' })),
  ]
  const all = assign({ resources: [machine('dev-1', { region: 'NORWAY-1' })], rules, direct: [], hours: [] })
  expect(all.get('dev-1')).toEqual([
    {
      fromDay: null,
      toDay: null,
      parts: whole({ project: 'lab', owner: 'ops@example.org', cost_center: '70' }),
      via: [1, 2, 3].map((ruleId) => ({ kind: 'rule', ruleId })),
    },
  ])
})

test('a rule holds from its first day up to the day before its last', () => {
  const rules = [rule(1, {}, whole({ project: 'lab' }), { fromDay: '2026-03-10', toDay: '2026-03-20' })]
  const on = (day: Day) => projectsOn({ resources: [machine('m')], rules }, 'm', day)
  expect([on('2026-03-09'), on('2026-03-10'), on('2026-03-19'), on('2026-03-20')]).toEqual(['-', 'lab', 'lab', '-'])
})

test('what was said by hand goes before rules; the last word that holds counts', () => {
  const direct = [
    {
      resourceId: 'm',
      fromDay: '2026-03-05',
      toDay: '2026-03-10',
      parts: whole({ project: 'one' }),
      source: 'hand' as const,
    },
    { resourceId: 'm', fromDay: '2026-03-08', toDay: null, parts: whole({ project: 'two' }), source: 'file' as const },
  ]
  const rules = [rule(1, {}, whole({ project: 'lab', owner: 'ann' }))]
  const on = (day: Day) => projectsOn({ resources: [machine('m')], rules, direct }, 'm', day)
  expect([on('2026-03-04'), on('2026-03-07'), on('2026-03-08'), on('2026-09-01')]).toEqual(['lab', 'one', 'two', 'two'])
  expect(
    assign({ resources: [machine('m')], rules, direct, hours: [] })
      .get('m')!
      .map(({ parts }) => parts),
  ).toEqual([
    whole({ project: 'lab', owner: 'ann' }),
    whole({ project: 'one', owner: 'ann' }),
    whole({ project: 'two', owner: 'ann' }),
  ])
})

test('a renamed machine goes by the name that it had on the day', () => {
  const resources = [
    machine('m', {
      facts: [
        { fromDay: '2026-03-01', name: 'dev-1', region: null, sourceId: null },
        { fromDay: '2026-03-15', name: 'prod-1', region: null, sourceId: null },
      ],
    }),
  ]
  const rules = [
    rule(1, { name: 'dev-*' }, whole({ project: 'lab' })),
    rule(2, { name: 'prod-*' }, whole({ project: 'shop' })),
  ]
  const on = (day: Day) => projectsOn({ resources, rules }, 'm', day)
  expect([on('2026-02-01'), on('2026-03-14'), on('2026-03-15')]).toEqual(['lab', 'lab', 'shop'])
})

test('a volume follows its machine, a snapshot its source, an image its snapshot', () => {
  const resources = [
    attached('image', 'image', 'snapshot'),
    attached('snapshot', 'snapshot', 'dev-1'),
    attached('volume', 'volume', 'dev-1'),
    machine('dev-1'),
    attached('loose', 'volume', null),
  ]
  const rules = [rule(1, { name: 'dev-*' }, whole({ project: 'lab' })), rule(2, {}, whole({ project: 'rest' }))]
  const all = resources.map(({ resourceId }) => projectsOn({ resources, rules }, resourceId, '2026-03-01'))
  expect(all).toEqual(['lab', 'lab', 'lab', 'lab', 'rest'])
  const own = [rule(3, { type: 'volume' }, whole({ project: 'storage' })), ...rules]
  expect(projectsOn({ resources, rules: own }, 'volume', '2026-03-01')).toBe('storage')
  expect(projectsOn({ resources, rules: own }, 'snapshot', '2026-03-01')).toBe('lab')
})

test('a volume follows the machine that it hung on that day', () => {
  const resources = [
    machine('a'),
    machine('b'),
    machine('v', {
      type: 'volume',
      facts: [
        { fromDay: '2026-03-01', name: 'v', region: null, sourceId: 'a' },
        { fromDay: '2026-03-05', name: 'v', region: null, sourceId: 'b' },
        { fromDay: '2026-03-09', name: 'v', region: null, sourceId: null },
      ],
    }),
  ]
  const rules = [rule(1, { ids: ['a'] }, whole({ project: 'A' })), rule(2, { ids: ['b'] }, whole({ project: 'B' }))]
  const on = (day: Day) => projectsOn({ resources, rules }, 'v', day)
  expect([on('2026-03-04'), on('2026-03-05'), on('2026-03-09')]).toEqual(['A', 'B', '-'])
})

test('sources that name each other end', () => {
  const resources = [attached('a', 'snapshot', 'b'), attached('b', 'image', 'a')]
  const rules = [rule(1, { ids: ['b'] }, whole({ project: 'lab' }))]
  expect(projectsOn({ resources, rules }, 'a', '2026-03-01')).toBe('lab')
})

test('a shared machine is split; what lies below fills the parts; a further split is passed over', () => {
  const direct = [
    {
      resourceId: 'm',
      fromDay: null,
      toDay: null,
      parts: [share(1, { project: 'one' }), share(3, { project: 'two' })],
      source: 'hand' as const,
    },
  ]
  const rules = [
    rule(1, {}, [share(1, { owner: 'ann' }), share(1, { owner: 'bob' })]),
    rule(2, {}, whole({ cost_center: '70' })),
  ]
  const { parts } = spanOn(assign({ resources: [machine('m')], rules, direct, hours: [] }).get('m')!, '2026-03-01')
  expect(parts).toEqual([
    share(1, { project: 'one', cost_center: '70' }),
    share(3, { project: 'two', cost_center: '70' }),
  ])
})

test('imported hours split a day; a day without any goes by the hours of its month', () => {
  const used = (day: Day, project: string, hours: string) => ({
    resourceId: 'm',
    day,
    values: values({ project }),
    hoursPicos: parsePicos(hours),
  })
  const hours = [used('2026-03-10', 'one', '2'), used('2026-03-10', 'two', '6'), used('2026-03-11', 'one', '4')]
  const rules = [rule(1, {}, whole({ project: 'lab' }))]
  const on = (day: Day) => projectsOn({ resources: [machine('m')], rules, hours }, 'm', day)
  const h = (text: string) => parsePicos(text)
  expect(on('2026-03-10')).toBe(`one ${h('2')} + two ${h('6')}`)
  expect(on('2026-03-11')).toBe('one')
  expect(on('2026-03-31')).toBe(`one ${h('6')} + two ${h('6')}`)
  expect([on('2026-02-28'), on('2026-04-01')]).toEqual(['lab', 'lab'])
})

test.each([
  ['100', [1, 1, 1], ['33', '33', '34']],
  ['-100', [1, 1, 1], ['-33', '-33', '-34']],
  ['1', [0, 5], ['0', '1']],
  ['7', [3], ['7']],
])('%s by %j is %j', (total, weights, parts) => {
  const split = splitByWeight(
    BigInt(total),
    weights.map((weight) => share(weight, {})),
  )
  expect(split.map(String)).toEqual(parts)
})

const FIRST = '2026-01-01'
const anyDay = fc.option(fc.integer({ min: 0, max: 40 }).map((days) => addDays(FIRST, days)))
const anyValues = fc.record({
  project: fc.constantFrom(null, 'a', 'b'),
  owner: fc.constantFrom(null, 'x', 'y'),
  cost_center: fc.constantFrom(null, '1'),
})
const anyParts = fc.array(fc.record({ values: anyValues, weight: fc.bigInt(1n, 9n) }), { minLength: 1, maxLength: 3 })
const NAMES = ['dev-1', 'dev-2', 'prod-1']
const anyInput = fc.record({
  resources: fc.constant([...NAMES.map((name) => machine(name)), attached('v', 'volume', 'dev-1')]),
  rules: fc.array(
    fc.record({
      ruleId: fc.integer(),
      match: fc.constantFrom(
        {},
        { name: 'dev-*' },
        { name: '*-1' },
        { ids: ['prod-1', 'v'] },
        { type: 'volume' as const },
      ),
      fromDay: anyDay,
      toDay: anyDay,
      parts: anyParts,
    }),
    { maxLength: 6 },
  ),
  direct: fc.array(
    fc.record({
      resourceId: fc.constantFrom(...NAMES, 'v'),
      fromDay: anyDay,
      toDay: anyDay,
      parts: anyParts,
      source: fc.constant('hand' as const),
    }),
    { maxLength: 4 },
  ),
  hours: fc.array(
    fc.record({
      resourceId: fc.constantFrom('dev-1', 'v'),
      day: fc.integer({ min: 0, max: 40 }).map((days) => addDays(FIRST, days)),
      values: anyValues,
      hoursPicos: fc.bigInt(0n, 9n),
    }),
    { maxLength: 4 },
  ),
})

test('law: spans have no gaps, and each day reads as if it were the only one', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const all = assign(input)
      for (const spans of all.values()) {
        expect(spans[0]!.fromDay).toBeNull()
        expect(spans.at(-1)!.toDay).toBeNull()
        for (const [i, { toDay }] of spans.slice(0, -1).entries()) expect(spans[i + 1]!.fromDay).toBe(toDay)
      }
      // With every dated word that does not hold on the day taken out, its spans are those of that day.
      for (const day of daysBetween('2025-12-30', '2026-02-15')) {
        const holds = ({ fromDay, toDay }: { fromDay: Day | null; toDay: Day | null }) =>
          (fromDay === null || fromDay <= day) && (toDay === null || day < toDay)
        const latest = new Map<string, (typeof input.direct)[number]>()
        for (const each of input.direct.toSorted((a, b) => (a.fromDay ?? '').localeCompare(b.fromDay ?? ''))) {
          if (holds(each)) latest.set(each.resourceId, each)
        }
        const alone = assign({
          resources: input.resources,
          rules: input.rules.filter(holds).map((each) => ({ ...each, fromDay: null, toDay: null })),
          direct: [...latest.values()].map((each) => ({ ...each, fromDay: null, toDay: null })),
          hours: input.hours,
        })
        for (const [resourceId, spans] of all) {
          expect(spanOn(spans, day).parts).toEqual(spanOn(alone.get(resourceId)!, day).parts)
        }
      }
    }),
    { seed: 20260301, numRuns: 60 },
  )
})

test('law: an amount split by the parts adds up to itself, and no part is off by more than a pico', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), anyParts, (total, parts) => {
      const split = splitByWeight(total, parts)
      expect(split.reduce((sum, each) => sum + each, 0n)).toBe(total)
      const of = parts.reduce((sum, { weight }) => sum + weight, 0n)
      for (const [i, { weight }] of parts.entries()) {
        const off = split[i]! * of - total * weight
        expect(off < of && -off < of).toBe(true)
      }
    }),
    { seed: 20260301, numRuns: 200 },
  )
})

test('every dimension is one of three', () => expect(DIMENSIONS).toEqual(['project', 'owner', 'cost_center']))

test('what closed months keep does not grow with each month, and tells each day as it did', () => {
  const input = {
    resources: [machine('m-1')],
    rules: [rule(1, { name: 'm-*' }, whole({ project: 'old' }), { toDay: '2026-02-15' })],
    direct: [],
    hours: [],
  }
  const told = assign(input)
  const january = assignmentsBefore(told, '2026-02-01')
  const february = assignmentsBefore(withClosed(told, january, '2026-02-01'), '2026-03-01')
  const march = assignmentsBefore(withClosed(told, february, '2026-03-01'), '2026-04-01')
  expect(march.get('m-1')!.map(({ fromDay, toDay, parts }) => [fromDay, toDay, parts[0]!.values.project])).toEqual([
    [null, '2026-02-15', 'old'],
    ['2026-02-15', '2026-04-01', null],
  ])
})
