import type { RuleMatch, Via } from '../../engine/index.ts'

/** 'rule 3, then as train-7': what an assignment was told from. */
export function viaText(
  via: readonly Via[],
  positions: ReadonlyMap<number, number>,
  names: ReadonlyMap<string, string>,
) {
  if (via.length === 0) return 'nobody said'
  return via.map((each) => oneVia(each, positions, names)).join(', then ')
}

function oneVia(via: Via, positions: ReadonlyMap<number, number>, names: ReadonlyMap<string, string>): string {
  switch (via.kind) {
    case 'hours':
      return 'hours of use'
    case 'closed':
      return 'as the closed month has it'
    case 'hand':
      return 'by hand'
    case 'file':
      return 'by file'
    case 'rule':
      return `rule ${positions.get(via.ruleId) ?? '?'}`
    case 'source':
      return `as ${names.get(via.resourceId) ?? via.resourceId}`
  }
}

const TYPE_WORDS = {
  instance: 'machines',
  volume: 'volumes',
  snapshot: 'snapshots',
  image: 'images',
  public_ip: 'public addresses',
  ai_model: 'AI models',
} as const

/** "machines named 'dev-*' in NORWAY-1, USD wallet": whom a rule is for. */
export function matchText({ name, ids, region, currency, type }: RuleMatch): string {
  const what = type === undefined ? 'everything' : TYPE_WORDS[type]
  const words = [
    ...(name === undefined || name === '*' ? [] : [`named '${name}'`]),
    ...(ids === undefined ? [] : [ids.length === 1 ? `with the id ${ids[0]}` : `with ${ids.length} ids`]),
    ...(region === undefined ? [] : [region === 'unknown' ? 'of unknown region' : `in ${region}`]),
    ...(currency === undefined ? [] : [`of the ${currency} wallet`]),
  ]
  return [what, ...words].join(' ')
}
