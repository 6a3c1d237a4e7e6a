import type { ForecastItem } from './forecast-item.ts'

/** A machine, volume or snapshot as far as it tells what it behaves like. */
export interface NamedItem {
  readonly item: ForecastItem
  readonly name: string
}

/** Machines that share a first word before it counts as a family. */
const FAMILY = 3
/** Share of all machines above which a family is no family: names that all begin alike tell nothing. */
const TELLS_NOTHING = 0.8

/**
 * What behaves alike, and so is forecast together: machines whose names begin with the same word ('train-lora-1123' and
 * 'train-7'), because people and scalers name machines by their purpose; where the names do not tell, those of one GPU
 * model. Volumes and snapshots are kinds of their own.
 *
 * Example: of dev-anna, dev-tom, dev-lars and x7 with an L40, the first three are 'instance dev', the last 'instance L40'.
 */
export function spendKinds(items: readonly NamedItem[]): (item: ForecastItem, name: string) => string {
  const families = new Map<string, Set<string>>()
  const machines = new Set<string>()
  for (const { item, name } of items) {
    if (item.resourceType !== 'instance') continue
    machines.add(item.resourceId)
    const word = firstWord(name)
    families.set(word, (families.get(word) ?? new Set()).add(item.resourceId))
  }
  const isFamily = (word: string) => {
    const size = families.get(word)?.size ?? 0
    return word !== '' && size >= FAMILY && size <= TELLS_NOTHING * machines.size
  }
  return ({ resourceType, gpuModel }, name) => {
    if (resourceType !== 'instance') return resourceType
    const word = firstWord(name)
    return `instance ${isFamily(word) ? word : (gpuModel ?? '')}`
  }
}

/** The letters that a name begins with, in lower case; none where it begins otherwise. */
const firstWord = (name: string) => /^\p{L}+/u.exec(name)?.[0].toLowerCase() ?? ''
