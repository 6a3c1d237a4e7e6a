import { z } from 'zod'
import { isObject, type FieldSource } from '../../barrack/endpoint-map.ts'

/** Other names of our fields, as they are met elsewhere. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  id: ['uuid', 'vm_id', 'instance_id', 'volume_id', 'snapshot_id', 'deployment_id', 'server_id', 'identifier'],
  name: ['vm_name', 'display_name', 'label', 'title', 'region_name', 'code'],
  status: ['state', 'vm_state', 'lifecycle'],
  region: ['location', 'region_name', 'datacenter', 'zone', 'environment.region'],
  gpu_model: ['gpu', 'gpu_type', 'gpu_name', 'model', 'flavor.gpu'],
  gpu_type: ['gpu', 'gpu_model', 'gpu_name', 'model', 'flavor.gpu'],
  gpu_count: ['gpus', 'num_gpus', 'count', 'flavor.gpu_count'],
  tier: ['plan', 'class', 'service_tier'],
  price_per_hour: ['hourly_price', 'hourly_rate', 'rate_per_hour', 'cost_per_hour'],
  created_at: ['created', 'creation_time', 'created_on', 'timestamp'],
  size_gb: ['size', 'capacity_gb', 'gb', 'volume_size_gb'],
  volume_type: ['type', 'storage_type', 'disk_type'],
  image: ['os', 'os_image', 'image_name'],
  private_ip: ['fixed_ip', 'internal_ip', 'ip_private'],
  security_rules: ['firewall_rules', 'rules'],
  volume_attachments: ['attachments', 'attached_volumes'],
  ssh_keys: ['keys'],
  attached_to: ['instance_id', 'vm_id', 'attachment'],
  billing_id: ['id', 'bill_id', 'record_id', 'invoice_id', 'uuid'],
  instance_id: ['vm_id', 'deployment_id', 'server_id', 'resource_id', 'machine_id'],
  volume_id: ['disk_id', 'resource_id', 'storage_id'],
  snapshot_id: ['resource_id', 'backup_id'],
  vm_name: ['name', 'instance_name', 'resource_name', 'server_name'],
  volume_name: ['name', 'resource_name', 'disk_name'],
  snapshot_name: ['name', 'resource_name'],
  start_time: ['started_at', 'start', 'from', 'begin', 'period_start', 'start_at'],
  end_time: ['ended_at', 'end', 'to', 'until', 'period_end', 'stopped_at', 'end_at'],
  total_duration_minutes: ['duration_minutes', 'minutes', 'total_minutes', 'usage_minutes'],
  per_minute_rate: ['rate', 'minute_rate', 'rate_per_minute', 'price_per_minute'],
  total_cost: ['cost', 'amount', 'total', 'incurred_bill', 'total_price', 'charge'],
  currency: ['currency_code', 'ccy'],
  balance: ['credit', 'credits', 'amount', 'data.credit', 'data.balance', 'wallet', 'wallets', 'balances', 'data'],
  pricing_data: ['data', 'pricing', 'prices', 'price_book'],
  model: ['model_name', 'model_id', 'gpu_model', 'gpu'],
  input_tokens: ['prompt_tokens', 'tokens_in'],
  output_tokens: ['completion_tokens', 'tokens_out'],
}

/** The same value in another unit, told by its name. */
const IN_OTHER_UNITS: Readonly<
  Record<string, readonly [pattern: RegExp, unit: 'cents' | 'hours' | 'seconds' | 'per_hour'][]>
> = {
  total_duration_minutes: [
    [/(duration|usage|total|billed).*(second|secs)|^seconds$/i, 'seconds'],
    [/(duration|usage|total|billed).*hour|^hours$/i, 'hours'],
  ],
  total_cost: [[/cents$/i, 'cents']],
  per_minute_rate: [[/(rate|price|cost).*hour|hourly/i, 'per_hour']],
}

/** Where each field of a schema stands in rows of another form; only what is missing or does not parse is looked for. */
export function proposeFields(
  schema: z.ZodType,
  rows: readonly Record<string, unknown>[],
): Record<string, FieldSource> {
  const shape = shapeOf(schema)
  const sample = rows.slice(0, 20)
  const proposal: Record<string, FieldSource> = {}
  const taken = new Set(Object.keys(shape).filter((field) => sample.some((row) => field in row)))
  for (const [field, check] of Object.entries(shape)) {
    if (sample.some((row) => field in row) && sample.every((row) => check.safeParse(row[field]).success)) continue
    if (sample.some((row) => row[field] !== undefined && row[field] !== null)) continue
    const found = candidatesFor(field, sample).find(
      (source) => !taken.has(nameOf(source)) && fits(check, sample, source),
    )
    if (found === undefined) continue
    proposal[field] = found
    taken.add(nameOf(found))
  }
  return proposal
}

/** The fields that a row of this schema has. */
export function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  return schema instanceof z.ZodObject ? schema.shape : {}
}

function candidatesFor(field: string, rows: readonly Record<string, unknown>[]): FieldSource[] {
  const there = [...new Set(rows.flatMap(pathsOf))]
  const names = [field, ...(SYNONYMS[field] ?? [])].map((name) => plain(name))
  const same = names.flatMap((name) =>
    there.filter((path) => plain(path) === name || plain(path.split('.').at(-1)!) === name),
  )
  const converted = (IN_OTHER_UNITS[field] ?? []).flatMap(([pattern, unit]) =>
    there.filter((path) => pattern.test(plain(path))).map((from) => ({ from, unit })),
  )
  return [...same, ...converted]
}

/** 'gpuModel', 'GPU-Model' and 'gpu_model' are one name. */
function plain(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-\s]/g, '_')
    .toLowerCase()
}

/** The keys of a row, and those of objects in it. */
function pathsOf(row: Record<string, unknown>): string[] {
  return Object.entries(row).flatMap(([key, value]) =>
    isObject(value) ? [key, ...Object.keys(value).map((inner) => `${key}.${inner}`)] : [key],
  )
}

function fits(check: z.ZodType, rows: readonly Record<string, unknown>[], source: FieldSource): boolean {
  const values = rows.map((row) => at(row, nameOf(source))).filter((value) => value !== undefined && value !== null)
  return (
    values.length > 0 && values.every((value) => check.safeParse(value).success && check.safeParse(value).data !== null)
  )
}

function at(row: Record<string, unknown>, path: string): unknown {
  const [key = '', inner] = path.split('.')
  const value = row[key]
  return inner === undefined ? value : isObject(value) ? value[inner] : undefined
}

function nameOf(source: FieldSource): string {
  return typeof source === 'string' ? source : source.from
}
