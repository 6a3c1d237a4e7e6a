import pg from 'pg'
import {
  defaultRules,
  documentedPrices,
  formatPicos,
  gpuSku,
  mulDiv,
  parsePicos,
  priceBook,
  reconcile,
  reconciliationTotals,
  snapshotSku,
  volumeSku,
  type BillingRecord,
  type PriceVersion,
  type Resource,
} from '../../src/engine/index.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { calibrate, rounded, type Bench } from './bench.ts'

const RECORDS = 1_000_000
const RESOURCES = 10_000
const RUNS = 5
const BAR_MS = 1500
/** The bar by the calibration, which takes 36 ms on two quiet cores: a busy machine slows both alike. */
const BAR_RATIO = 41
const MINUTE = 60_000
const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const CHANGE = Date.UTC(2026, 2, 1)
const HALF_UNIT = '0.00005'

const price = (sku: string, amount: string, unit: PriceVersion['unit'], from = 0, to: number | null = null) => ({
  sku,
  currency: 'USD',
  pricePicos: parsePicos(amount),
  unit,
  validFrom: from,
  validTo: to,
  source: 'observed' as const,
})
const MODELS = [
  ['RTX-A6000', '0.69'],
  ['A100-PCIe-80GB', '1.55'],
  ['H100-PCIe-NVLink-80GB', '2.29'],
] as const
const versions: PriceVersion[] = [
  ...documentedPrices.filter(({ currency }) => currency === 'USD'),
  ...MODELS.map(([model, amount]) => price(gpuSku('legacy', model), amount, 'gpu_hour')),
  price(gpuSku('legacy', 'L40'), '1.19', 'gpu_hour', 0, CHANGE),
  price(gpuSku('legacy', 'L40'), '1.29', 'gpu_hour', CHANGE),
  price(volumeSku('legacy', 'SSD'), '0.10', 'tb_hour'),
  price(snapshotSku('legacy'), '0.10', 'snapshot_hour'),
]

/** What SQL is given of a record: its units of a sku over an interval, and what was billed. */
interface UsageRow {
  readonly sku: string
  readonly startsAt: number
  readonly seconds: number
  readonly units: string
  readonly billed: string
}

/** A hundred records of each of 10,000 resources over 200 days; one in a hundred is billed wrong. */
function account(): { records: BillingRecord[]; resources: Resource[]; usage: UsageRow[] } {
  const records: BillingRecord[] = []
  const resources: Resource[] = []
  const usage: UsageRow[] = []
  for (let r = 0; r < RESOURCES; r++) {
    const kind = r % 20 < 16 ? 'instance' : r % 20 < 19 ? 'volume' : 'snapshot'
    const isMachine = kind === 'instance'
    const gpuModel = isMachine ? [...MODELS.map(([model]) => model), 'L40'][r % 4]! : null
    const gpuCount = isMachine ? [1, 2, 4, 8][(r >> 2) % 4]! : null
    const sizeGb = isMachine ? null : 50 + (r % 400) * 10
    const resourceId = `R${r}`
    if (kind === 'volume') resources.push(volume(resourceId, sizeGb!))
    for (let n = 0; n < RECORDS / RESOURCES; n++) {
      const startsAt = START + n * 2 * DAY + (r % 700) * MINUTE
      const minutes = 60 + ((r * 31 + n * 7919) % 2000)
      const asleep = isMachine && n % 5 === 4
      const sku = asleep
        ? 'hibernated'
        : isMachine
          ? gpuSku('legacy', gpuModel)
          : isVolume(kind)
            ? volumeSku('legacy', 'SSD')
            : snapshotSku('legacy')
      const [num, den] = asleep ? [1, 1] : isMachine ? [gpuCount!, 1] : [sizeGb!, isVolume(kind) ? 1000 : 100]
      const change = versions.findLast((one) => one.sku === sku && one.validFrom <= startsAt)!
      const right =
        mulDiv(change.pricePicos * BigInt(num) * BigInt(minutes), 1n, 60n * BigInt(den) * 100_000_000n) * 100_000_000n
      const totalPicos = (r + n * 7) % 100 === 0 ? right + 1_000_000_000n * BigInt(1 + (r % 9)) : right
      records.push({
        recordId: `B${r}-${n}`,
        kind,
        resourceId,
        resourceName: resourceId,
        startsAt,
        endsAt: startsAt + minutes * MINUTE + 20_000,
        minutes,
        perMinutePicos: null,
        totalPicos,
        currency: 'USD',
        status: asleep ? 'hibernated' : 'completed',
        tier: 'legacy',
        gpuModel,
        gpuCount,
        sizeGb,
      })
      usage.push({ sku, startsAt, seconds: minutes * 60, units: String(num / den), billed: formatPicos(totalPicos) })
    }
  }
  return { records, resources, usage }
}

const isVolume = (kind: string) => kind === 'volume'

function volume(resourceId: string, sizeGb: number): Resource {
  const nothing = {
    currency: 'USD',
    gpuModel: null,
    gpuCount: null,
    sourceId: null,
    pricePerHourPicos: null,
    createdAt: null,
  }
  const seen = { firstSeenAt: START, lastSeenAt: START, deletedSeenAt: null, status: 'available' }
  return {
    resourceId,
    type: 'volume',
    name: resourceId,
    region: null,
    tier: 'legacy',
    sizeGb,
    volumeType: 'SSD',
    ...nothing,
    ...seen,
  }
}

/** The sums that reconciliation comes to, by SQL over the same records: milliseconds, and what came out. */
async function bySql(usage: readonly UsageRow[]) {
  const server = await startEmbeddedPostgres()
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query(
      `create table usage (sku text, starts_at bigint, seconds integer, units numeric, billed numeric)`,
    )
    await client.query(`create table price (sku text, price numeric, valid_from bigint, valid_to bigint)`)
    for (const { sku, pricePicos, validFrom, validTo } of versions) {
      await client.query('insert into price values ($1, $2, $3, $4)', [
        sku,
        formatPicos(pricePicos),
        validFrom,
        validTo ?? 1e15,
      ])
    }
    for (let i = 0; i < usage.length; i += 50_000) {
      const rows = usage.slice(i, i + 50_000)
      await client.query(
        'insert into usage select * from unnest($1::text[], $2::bigint[], $3::integer[], $4::numeric[], $5::numeric[])',
        [
          rows.map((row) => row.sku),
          rows.map((row) => row.startsAt),
          rows.map((row) => row.seconds),
          rows.map((row) => row.units),
          rows.map((row) => row.billed),
        ],
      )
    }
    await client.query('vacuum analyze usage')
    const started = performance.now()
    const { rows } = await client.query<{ billed: string; expected: string; wrong: string }>(`
      with piece as (
        select u.ctid as id, u.billed, p.price * u.units *
          (least(u.starts_at + u.seconds::bigint * 1000, p.valid_to) - greatest(u.starts_at, p.valid_from)) / 3600000 as expected
        from usage u join price p
          on p.sku = u.sku and p.valid_from < u.starts_at + u.seconds::bigint * 1000 and p.valid_to > u.starts_at),
      rated as (select max(billed) as billed, round(sum(expected), 12) as expected from piece group by id)
      select sum(billed) as billed, sum(expected) as expected,
        count(*) filter (where abs(billed - expected) > ${HALF_UNIT}) as wrong from rated`)
    return { ms: performance.now() - started, ...rows[0]! }
  } finally {
    await client.end()
    await server.stop()
  }
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/**
 * A million usage records rated and reconciled by the function that the product calls, against the same sums in SQL on
 * Postgres over the same records; both have to come to the same billed and expected totals, to the last digit. Engine
 * time and its calibration are processor time, the collection of garbage included, so that what else runs here does not
 * count; the ratio to SQL is of the clock's time, for both have the same neighbours.
 */
export const rating: Bench = async () => {
  const { records, resources, usage } = account()
  const prices = priceBook(versions)
  const runs: { cpuMs: number; wallMs: number; ratio: number }[] = []
  let result: ReturnType<typeof reconcile> | null = null
  for (let run = 0; run < RUNS; run++) {
    const calibrating = process.cpuUsage()
    calibrate()
    const calibrationMs = cpuMsSince(calibrating)
    const cpu = process.cpuUsage()
    const started = performance.now()
    result = reconcile({
      records,
      resources,
      statuses: [],
      readings: new Map(),
      prices,
      rules: defaultRules,
      readAt: CHANGE + 365 * DAY,
      looks: [],
      pricePollMs: 60 * MINUTE,
    })
    const cpuMs = cpuMsSince(cpu)
    runs.push({ cpuMs, wallMs: performance.now() - started, ratio: cpuMs / calibrationMs })
  }
  const { reconciliations } = result!
  const median = (times: number[]) => times.sort((a, b) => a - b)[Math.trunc(RUNS / 2)]!
  const engineMs = median(runs.map(({ cpuMs }) => cpuMs))
  const wallMs = median(runs.map(({ wallMs }) => wallMs))
  const engineRatio = median(runs.map(({ ratio }) => ratio))
  const [totals] = reconciliationTotals(reconciliations)
  let expectedPicos = 0n
  for (const one of reconciliations) expectedPicos += one.expectedPicos!
  const wrong = reconciliations.filter(({ cause }) => cause !== null).length

  const sql = await bySql(usage)
  const isSame =
    parsePicos(sql.billed) === totals!.billedPicos &&
    parsePicos(sql.expected) === expectedPicos &&
    Number(sql.wrong) === wrong
  if (!isSame)
    console.error(
      `SQL: ${JSON.stringify(sql)}; engine: ${formatPicos(totals!.billedPicos)}, ${formatPicos(expectedPicos)}, ${wrong}`,
    )
  return {
    n: RECORDS,
    figures: {
      engineMs: rounded(engineMs, 0),
      engineRatio: rounded(engineRatio, 1),
      wallMs: rounded(wallMs, 0),
      wrong,
      ratioToSql: rounded(wallMs / sql.ms, 3),
    },
    anchor: { barMs: BAR_MS, barRatio: BAR_RATIO, sqlMs: rounded(sql.ms, 0), sameTotals: String(isSame) },
    pass: (engineMs <= BAR_MS || engineRatio <= BAR_RATIO) && isSame,
  }
}
