// A process of its own: renders the pages of a seeded account once, then serves them. Argument: how many records.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const PAGE = 500
const MACHINES = 2000
const HOUR = 3_600_000
const START = Date.UTC(2025, 0, 1)
const MODELS = [
  ['RTX-A6000', 0.69],
  ['L40', 1.19],
  ['A100-PCIe-80GB', 1.55],
  ['H100-PCIe-80GB', 1.99],
  ['H100-PCIe-NVLink-80GB', 2.29],
] as const

const records = Number(process.argv[2])

/** Machine m's k-th stretch: 8 to 22 hours, the next a day later; the newest come first. */
function record(index: number) {
  const machine = index % MACHINES
  const turn = Math.floor(index / MACHINES)
  const [model, price] = MODELS[machine % MODELS.length]!
  const count = [1, 1, 2, 4][machine % 4]!
  const minutes = 480 + ((machine * 31 + turn * 7919) % 841)
  const startsAt = START + turn * 24 * HOUR + (machine % 97) * 60_000
  const perMinute = (price * count) / 60
  return {
    billing_id: `BRK-${100_000 + machine}${String(turn).padStart(4, '0')}DB`,
    instance_id: `BRK-${100_000 + machine}D`,
    vm_name: `machine-${machine}`,
    gpu_type: model,
    gpu_count: count,
    tier: 'legacy',
    start_time: new Date(startsAt).toISOString(),
    end_time: new Date(startsAt + minutes * 60_000).toISOString(),
    total_duration_minutes: minutes,
    per_minute_rate: Number(perMinute.toFixed(5)),
    total_cost: Number((perMinute * minutes).toFixed(4)),
    currency: 'USD',
    status: 'completed',
    description: `Deployment billing - ${minutes} minutes for ${model} x${count} (machine-${machine})`,
  }
}

function instance(machine: number) {
  return {
    id: `BRK-${100_000 + machine}D`,
    name: `machine-${machine}`,
    status: 'SHUTOFF',
    region: machine % 3 === 0 ? 'NORWAY-1' : 'CANADA-1',
    gpu_model: MODELS[machine % MODELS.length]![0],
    gpu_count: [1, 1, 2, 4][machine % 4]!,
    tier: 'legacy',
    currency: 'USD',
  }
}

function pagesOf<Item>(count: number, item: (index: number) => Item, wrap: (items: Item[], paging: object) => object) {
  const totalPages = Math.max(1, Math.ceil(count / PAGE))
  return Array.from({ length: totalPages }, (_, p) => {
    const items = Array.from({ length: Math.min(PAGE, count - p * PAGE) }, (_, i) => item(p * PAGE + i))
    const paging = { total: count, page: p + 1, limit: PAGE, total_pages: totalPages }
    return Buffer.from(JSON.stringify(wrap(items, paging)))
  })
}

const bills = pagesOf(
  records,
  (index) => record(records - 1 - index),
  (items, paging) => ({ success: true, records: items, ...paging, currency: 'USD' }),
)
const machines = pagesOf(Math.min(MACHINES, records), instance, (items, pagination) => ({
  success: true,
  instances: items,
  pagination,
}))

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://loopback')
  const page = Number(url.searchParams.get('page')) - 1
  const body = url.pathname.includes('billing') ? bills[page] : machines[page]
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json', 'content-length': body?.length ?? 0 })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
