import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openSandbox } from './support.ts'

// The contract written down a second time, from the documents: exact keys, so that a slip of a name fails.
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
const zoneless = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
const currency = z.enum(['USD', 'EUR', 'INR'])
const tier = z.enum(['legacy', 'advanced'])
const pagination = z.strictObject({ total: z.int(), page: z.int(), limit: z.int(), total_pages: z.int() })
const ok = { success: z.literal(true) }
const floor = z.string().regex(/^(\d|10\+|25\+|100\+|200\+)$/)
const planned = z.string().regex(/^\d+$/).nullable()
const prices = z.partialRecord(currency, z.number().positive())
const instance = z.strictObject({
  id: z.string().regex(/^BRK-\d{6}D$/),
  name: z.string(),
  status: z.string(),
  region: z.string(),
  gpu_model: z.string(),
  gpu_count: z.int(),
  tier,
  vcpus: z.int(),
  ram_gb: z.int(),
  root_disk_gb: z.int(),
  ephemeral_gb: z.int(),
  public_ip: z.string().nullable(),
  price_per_hour: z.number(),
  currency,
  created_at: instant,
  volume_ids: z.array(z.string()),
})
const volume = z.strictObject({
  id: z.string().regex(/^BRK-\d{6}V$/),
  name: z.string(),
  size_gb: z.int(),
  volume_type: z.enum(['SSD', 'HDD', 'NVMe']),
  tier,
  region: z.string(),
  status: z.enum(['creating', 'available', 'attached']),
  bootable: z.boolean(),
  attached_to: z.string().nullable(),
  created_at: instant,
})
const snapshot = z.strictObject({
  id: z.string().regex(/^BRK-\d{6}S$/),
  name: z.string(),
  instance_id: z.string(),
  region: z.string(),
  size_gb: z.int(),
  status: z.string(),
  is_image: z.boolean(),
  created_at: instant,
})
const image = z.strictObject({
  id: z.string(),
  name: z.string(),
  snapshot_id: z.string(),
  region: z.string(),
  size_gb: z.int(),
  status: z.string(),
  is_image: z.boolean(),
  created_at: instant,
})
const money = { total_duration_minutes: z.int(), per_minute_rate: z.number(), total_cost: z.number(), currency }
const text = z.string().min(1)
const outer = { ...ok, total: z.int(), page: z.int(), limit: z.int(), total_pages: z.int(), currency }
const storageSummary = z.strictObject({
  totalMinutes: z.int(),
  activeCount: z.int(),
  averageUsage: z.number(),
  totalSizeGB: z.int(),
  totalCost: z.number(),
})

const SHAPES: [string, z.ZodType][] = [
  [
    '/api/balance/',
    z.strictObject({
      ...ok,
      balance: z.strictObject({ USD: z.number(), EUR: z.number(), INR: z.literal(0) }),
      currency,
    }),
  ],
  [
    '/api/regions/',
    z.strictObject({
      ...ok,
      regions: z.array(
        z.strictObject({ name: z.string(), country: z.string(), green_status: z.string(), tiers: z.array(tier) }),
      ),
    }),
  ],
  [
    '/api/gpu-specs/',
    z.strictObject({
      ...ok,
      specs: z.array(
        z.strictObject({
          gpu_model: z.string(),
          tier,
          gpu_count: z.int(),
          vcpus: z.int(),
          ram_gb: z.int(),
          root_disk_gb: z.int(),
          ephemeral_gb: z.int(),
          vram_gb: z.int(),
          can_hibernate: z.boolean(),
          regions: z.array(z.string()),
        }),
      ),
      metadata: z.strictObject({ total: z.int() }),
    }),
  ],
  [
    '/api/gpu-stocks/',
    z.strictObject({
      ...ok,
      stocks: z.array(
        z.strictObject({
          region: z.string(),
          'stock-type': z.literal('GPU'),
          models: z.array(
            z.strictObject({
              model: z.string(),
              available: floor,
              planned_7_days: planned,
              planned_30_days: planned,
              planned_100_days: planned,
              configurations: z.record(z.string().regex(/^\dx$/), z.int().min(0)),
            }),
          ),
        }),
      ),
    }),
  ],
  [
    '/api/pricing/',
    z.strictObject({
      ...ok,
      message: z.literal('Pricing information retrieved successfully'),
      request_id: z.string().regex(/^[0-9a-f]{8}$/),
      pricing_data: z.strictObject({
        volumes: z.strictObject({
          pricing: z.record(tier, z.record(z.string(), z.strictObject({ prices, unit: z.literal('per TB per hour') }))),
          minimum_size_gb: z.literal(100),
          description: text,
        }),
        snapshots: z.strictObject({
          pricing: z.strictObject({ legacy: z.strictObject({ prices }) }),
          fixed_size_gb: z.literal(100),
          unit: z.literal('per hour (fixed 100GB)'),
          description: text,
        }),
        gpus: z.strictObject({
          pricing: z.record(
            tier,
            z.record(z.string(), z.strictObject({ prices, max_count: z.int(), unit: z.literal('per GPU per hour') })),
          ),
          description: text,
        }),
        metadata: z.strictObject({
          supported_currencies: z.array(currency),
          supported_tiers: z.array(tier),
          volume_minimum_size_gb: z.literal(100),
          authenticated_user: text,
          authentication_type: z.literal('api_key'),
          timestamp: z.int(),
        }),
      }),
    }),
  ],
  ['/api/instances/', z.strictObject({ ...ok, instances: z.array(instance), pagination })],
  [
    '/api/instances/hibernated/',
    z.strictObject({
      ...ok,
      count: z.int(),
      instances: z.array(z.strictObject({ id: z.string(), name: z.string(), hibernated_at: instant })),
    }),
  ],
  ['/api/volumes/', z.strictObject({ ...ok, volumes: z.array(volume), next_name: z.literal('volume1'), pagination })],
  ['/api/volumes/types/', z.strictObject({ ...ok, volume_types: z.array(z.string()) })],
  ['/api/snapshots/', z.strictObject({ ...ok, snapshots: z.array(snapshot), pagination })],
  ['/api/images/', z.strictObject({ ...ok, images: z.array(image), pagination })],
  [
    '/api/instances/billing/',
    z.strictObject({
      ...outer,
      records: z.array(
        z.strictObject({
          billing_id: z.string().regex(/^BRK-\d{6}(\d{4})?DB$/),
          instance_id: z.string(),
          vm_name: z.string(),
          gpu_type: z.string(),
          gpu_count: z.int(),
          tier,
          start_time: instant,
          end_time: instant.nullable(),
          ...money,
          status: z.enum(['active', 'completed', 'hibernated']),
          description: text,
        }),
      ),
      summary: z.strictObject({
        totalMinutes: z.int(),
        activeCount: z.int(),
        completedCount: z.int(),
        hibernatedCount: z.int(),
        averageUsage: z.number(),
        totalCost: z.number(),
      }),
    }),
  ],
  [
    '/api/volumes/billing/',
    z.strictObject({
      ...outer,
      records: z.array(
        z.strictObject({
          billing_id: z.string().regex(/^VBILL_[0-9a-f]{10}$/),
          volume_id: z.string(),
          volume_name: z.string(),
          size_gb: z.int(),
          tier: z.enum(['Legacy', 'Advanced']),
          start_time: zoneless,
          end_time: zoneless.nullable(),
          ...money,
          status: z.enum(['available', 'attached']),
          description: text,
        }),
      ),
      summary: storageSummary,
    }),
  ],
  [
    '/api/snapshots/billing/',
    z.strictObject({
      ...outer,
      tier: z.literal('legacy'),
      records: z.array(
        z.strictObject({
          billing_id: z.string().regex(/^BRK-\d{6}SB$/),
          snapshot_id: z.string(),
          snapshot_name: z.string(),
          size_gb: z.int(),
          tier,
          start_time: instant,
          end_time: instant.nullable(),
          ...money,
          status: z.enum(['active', 'completed']),
          description: text,
        }),
      ),
      summary: storageSummary,
    }),
  ],
  [
    '/api/ai/usage/summary/',
    z.strictObject({ ...ok, currency, total_cost: z.number(), total_tokens: z.int(), requests: z.int() }),
  ],
  [
    '/api/ai/usage/history/',
    z.strictObject({
      ...ok,
      transactions: z.array(
        z.strictObject({
          id: z.string(),
          model: z.string(),
          input_tokens: z.int(),
          output_tokens: z.int(),
          cost: z.number(),
          currency,
          created_at: instant,
        }),
      ),
      pagination,
    }),
  ],
  [
    '/api/ai/models/',
    z.strictObject({
      ...ok,
      models: z.array(
        z.strictObject({
          id: z.string(),
          input_price_per_million: z.number(),
          output_price_per_million: z.number(),
          currency,
        }),
      ),
    }),
  ],
]

const LISTS = [
  'instances',
  'volumes',
  'snapshots',
  'records',
  'transactions',
  'images',
  'models',
  'stocks',
  'specs',
  'regions',
]

describe('shapes of the contract', () => {
  const sandbox = openSandbox()

  it.each(SHAPES)('%s', async (path, shape) => {
    const answer = await sandbox.get<Record<string, unknown>>(path)
    expect(shape.safeParse(answer).error).toBeUndefined()
    for (const list of LISTS) if (Array.isArray(answer[list])) expect(answer[list]).not.toHaveLength(0)
    // Without the trailing slash it is the same.
    expect(await sandbox.text(path.slice(0, -1))).toBe(await sandbox.text(path))
  })

  it('details of one resource, and 404 for none', async () => {
    const [first] = (await sandbox.get<{ instances: { id: string }[] }>('/api/instances/')).instances
    const answer = await sandbox.get<{ instance: { id: string; image: { name: string } } }>(
      `/api/instances/${first!.id}/`,
    )
    expect(answer.instance.id).toBe(first!.id)
    expect(answer.instance.image.name).toMatch(/Ubuntu/)
    for (const kind of ['instances', 'volumes', 'snapshots', 'images'])
      expect(await sandbox.status(`/api/${kind}/BRK-000000X/`)).toBe(404)
  })
})

describe('pages', () => {
  const sandbox = openSandbox()

  it('come newest start first, 20 unless asked for, at most 500, and meet without gap or overlap', async () => {
    const page = (query: string) =>
      sandbox.get<{
        records: { billing_id: string; start_time: string }[]
        limit: number
        total: number
        total_pages: number
      }>(`/api/instances/billing/${query}`)
    const usual = await page('')
    expect(usual.limit).toBe(20)
    expect(usual.records).toHaveLength(20)
    const large = await page('?limit=9999')
    expect(large.limit).toBe(500)
    const ids = new Set<string>()
    let last = '9999'
    for (let number = 1; number <= large.total_pages; number++)
      for (const { billing_id, start_time } of (await page(`?limit=500&page=${number}`)).records) {
        expect(start_time <= last).toBe(true)
        last = start_time
        ids.add(billing_id)
      }
    expect(ids.size).toBe(large.total)
    expect((await page(`?page=${usual.total_pages + 1}`)).records).toEqual([])
  })

  it.each(['limit=0', 'limit=abc', 'page=0', 'page=-1', 'page=1.5', 'limit=', 'page=1e99'])(
    'refuse %s with 400',
    async (query) => {
      const { status, json } = await sandbox.send('GET', `/api/instances/?${query}`)
      expect(status).toBe(400)
      expect(json).toMatchObject({ success: false, error: 'bad_request' })
    },
  )
})

describe('keys', () => {
  const get = (headers: Record<string, string>, apiKey?: string) =>
    openSandbox(apiKey === undefined ? {} : { apiKey }).app.request('/api/balance/', { headers })

  it.each([{ Authorization: 'Bearer k' }, { authorization: 'bearer k' }, { 'X-API-Key': 'k' }, { api_key: 'k' }])(
    'lets in %j',
    async (headers) => {
      expect((await get(headers)).status).toBe(200)
      expect((await get(headers, 'k')).status).toBe(200)
      expect((await get(headers, 'another')).status).toBe(401)
    },
  )

  it.each([{}, { Authorization: 'Bearer ' }, { Authorization: 'Basic azo=' }, { 'X-API-Key': ' ' }])(
    'keeps out %j',
    async (headers) => {
      const answer = await get(headers)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ success: false, error: 'unauthorized' })
    },
  )
})

describe('wrong input', () => {
  const sandbox = openSandbox()

  it.each([
    ['GET', '/api/', 404],
    ['GET', '/api/nothing/', 404],
    ['GET', '/', 404],
    ['POST', '/api/pricing/', 400, '{'],
    ['POST', '/api/pricing/', 400, { gpu_count: 'many' }],
    ['POST', '/api/pricing/', 400, { gpu_model: 'string', gpu_count: 1 }],
    ['POST', '/_sandbox/clock', 400, {}],
    ['POST', '/_sandbox/clock', 400, { now: 'soon' }],
    ['POST', '/_sandbox/clock', 400, { now: '2026-01-01T00:00:00Z', advanceSeconds: 1 }],
    ['POST', '/_sandbox/clock', 413, 'x'.repeat(300_000)],
    ['GET', '/_sandbox/ledger?by=day&from=2026-02-30', 400],
    ['GET', '/_sandbox/ledger?by=day&zone=Mars/Olympus', 400],
    ['GET', '/_sandbox/trace', 404],
  ] as [string, string, number, unknown?][])(
    '%s %s is answered %i in the envelope',
    async (method, path, status, body) => {
      const answer = await sandbox.send(method, path, body)
      expect(answer.status).toBe(status)
      expect(answer.json).toMatchObject({ success: false, message: expect.any(String) as string })
    },
  )
})

describe('pricing', () => {
  const sandbox = openSandbox()

  it('filters, and quotes what was asked for', async () => {
    const { json } = await sandbox.send('POST', '/api/pricing/', {
      resource_type: 'gpus',
      currency: 'EUR',
      gpu_model: 'H100-SXM5-80GB',
      gpu_count: 4,
    })
    expect(json).toMatchObject({
      pricing_data: { gpus: { pricing: { advanced: { 'H100-SXM5-80GB': { prices: { EUR: 2.69 }, max_count: 8 } } } } },
      quote: { currency: 'EUR', per_hour: 10.76, per_minute: 0.17933 },
    })
    expect(json['pricing_data']).not.toHaveProperty('volumes')
  })

  it("answers the documents' own example, whose GPU model is no model", async () => {
    const { status, json } = await sandbox.send('POST', '/api/pricing/', {
      tier: 'legacy',
      currency: 'USD',
      resource_type: 'volumes',
      volume_size_gb: 100,
      volume_type: 'SSD',
      gpu_model: 'string',
      gpu_count: 1,
    })
    expect([status, json['quote']]).toEqual([200, { currency: 'USD', per_hour: 0.01, per_minute: 0.00017 }])
  })

  it.each([
    [{ gpu_model: 'L40', tier: 'advanced' }, 'tier: L40 is sold in the legacy tier'],
    [{ gpu_model: 'L40', gpu_count: 3 }, 'gpu_count: L40 is sold by 1, 2, 4, 8'],
    [{ volume_type: 'NVMe', tier: 'legacy' }, 'volume_type: NVMe is not sold in the legacy tier'],
  ])('refuses to quote what is not sold: %o', async (asked, message) => {
    expect(await sandbox.send('POST', '/api/pricing/', asked)).toMatchObject({ status: 400, json: { message } })
  })

  it('changes its list once, five weeks before the present', async () => {
    const price = async () =>
      (
        await sandbox.get<{
          pricing_data: { gpus: { pricing: { legacy: Record<string, { prices: { USD: number } }> } } }
        }>('/api/pricing/')
      ).pricing_data.gpus.pricing.legacy['L40']!.prices.USD
    expect(await price()).toBe(1.29)
    sandbox.clock.set(Date.parse('2026-02-11T08:59:59Z'))
    expect(await price()).toBe(1.19)
    sandbox.clock.set(Date.parse('2026-02-11T09:00:00Z'))
    expect(await price()).toBe(1.29)
  })
})
