/** 'gpu/legacy/RTX-A6000' is 'RTX-A6000, legacy'; 'volume/legacy/SSD' is 'SSD volume, legacy'. */
export function skuText(sku: string): string {
  const [kind, ...rest] = sku.split('/')
  const [tier, name] = [rest[0] ?? '', rest.slice(1).join('/')]
  switch (kind) {
    case 'gpu':
      return `${name === 'unknown' ? 'GPU not known' : name}, ${tier}`
    case 'volume':
      return `${name === 'unknown' ? 'Volume of a type not known' : `${name} volume`}, ${tier}`
    case 'snapshot':
      return `Snapshot, ${tier}`
    case 'image':
      return `Image, ${tier}`
    case 'hibernated':
      return 'Hibernated machine'
    case 'public_ip':
      return 'Public address'
    case 'ai':
      return `${rest.slice(0, -1).join('/')}, tokens ${rest.at(-1) === 'input' ? 'in' : 'out'}`
    default:
      return sku
  }
}

const UNITS: Readonly<Record<string, string>> = {
  gpu_hour: 'per GPU-hour',
  tb_hour: 'per TB-hour',
  snapshot_hour: 'per snapshot-hour',
  machine_hour: 'per machine-hour',
  million_tokens: 'per million tokens',
}

export const unitText = (unit: string): string => UNITS[unit] ?? unit

const SOURCES: Readonly<Record<string, string>> = {
  observed: 'read from the API',
  imported: 'from a dated list',
  documented: "from Barrack's pages",
  contracted: 'agreed on',
  inferred: 'implied by your bills, it judges none of them',
}

export const priceSourceText = (source: string): string => SOURCES[source] ?? source

const CAUSES: Readonly<Record<string, string>> = {
  'rate rounding': 'billed at a rounded rate',
  duration: 'billed for another time than it lasted',
  'price change': 'billed at another price than the one in force',
  'wrong unit rule': 'priced for other units',
  'unknown type': 'its type is not known',
  'hibernation split': 'sleep billed as running, or the other way round',
  restatement: 'changed after it was closed',
  'missing price': 'no price known on that day',
  'overlap or gap': 'overlaps another bill, or leaves a gap',
  unexplained: 'not explained',
}

export const causeText = (cause: string | null): string => (cause === null ? 'agrees' : (CAUSES[cause] ?? cause))

const EVIDENCE: Readonly<Record<string, string>> = {
  checked: 'with a price seen at that time',
  'not checkable': 'nothing to compare with',
}

/** How a bill was compared; where that was with a list of another day, how it came out. */
export function evidenceText(evidence: string, isAssumedRight: boolean | null): string {
  if (evidence !== 'assumed') return EVIDENCE[evidence] ?? evidence
  if (isAssumedRight === null) return 'with a list of another day'
  return isAssumedRight ? "as in another day's list" : "not as in another day's list"
}

const READINGS: Readonly<Record<string, string>> = {
  per_100gb: 'for each 100 GB',
  flat: 'for the snapshot as a whole',
  per_tb: 'for each TB',
  own_record: 'a record of its own',
  same_record: 'one record that goes on at another rate',
}

export const readingText = (rule: string, reading: string): string =>
  rule === 'gbPerTb' ? `${reading} GB` : (READINGS[reading] ?? reading)

const RULES: Readonly<Record<string, string>> = {
  snapshot: 'A snapshot is priced',
  gbPerTb: 'A TB is',
  hibernation: 'Sleep is billed as',
}

export const ruleText = (rule: string): string => RULES[rule] ?? rule

/** 0.031 is '3.1 % dearer', -0.1 '10 % cheaper', 0 'the same'; null where there is nothing to compare with. */
export function changeText(change: number | null): string {
  if (change === null) return 'was free'
  const percent = Math.abs(change) * 100
  const shown = percent >= 10 ? String(Math.round(percent)) : String(Math.round(percent * 10) / 10)
  if (shown === '0') return 'the same'
  return `${shown} % ${change > 0 ? 'dearer' : 'cheaper'}`
}
