import { slotName, WEEK_HOURS, type StockQuestion } from '../../engine/capacity/index.ts'
import {
  failureNear,
  mostNear,
  restoreRisk,
  sleepWindows,
  type RestoreRisk,
  type SleepSlots,
} from '../../engine/hibernation/index.ts'
import type { Resource } from '../../engine/index.ts'
import type { StockHistory } from './stock-history.ts'

/** How much earlier a machine may be woken to find GPUs. */
const MOST_EARLIER = 12

/**
 * What a machine whose restores fail too often could do instead: sleep as it would without the risk, but in another region,
 * on another GPU of its region, or woken earlier; each with its worst restore of the week, after that of the machine as it
 * is. Only what surely fails no more often than the user bears.
 */
export function sleepInstead(
  { region, gpuModel }: Pick<Resource, 'region' | 'gpuModel'>,
  asleep: SleepSlots,
  {
    stock,
    question,
    own,
    mostFailures,
  }: {
    readonly stock: Pick<StockHistory, 'pools' | 'model'>
    readonly question: StockQuestion
    readonly own: RestoreRisk
    readonly mostFailures: number
  },
): string[] {
  const wakes = sleepWindows(asleep).filter(({ hours }) => hours < WEEK_HOURS)
  if (wakes.length === 0) return []
  const worstOf = (risk: RestoreRisk) => ({
    failure: Math.max(...wakes.map(({ wakeSlot }) => failureNear(risk, wakeSlot))),
    most: Math.max(...wakes.map(({ wakeSlot }) => mostNear(risk, wakeSlot))),
  })
  const others = stock.pools.flatMap((pool) => {
    const isElsewhere = pool.gpuModel === gpuModel && pool.region !== region
    const isOther = pool.gpuModel !== gpuModel && pool.region === region
    if (!isElsewhere && !isOther) return []
    const risk = restoreRisk(stock.model(pool, question))
    if (!risk) return []
    const worst = worstOf(risk)
    return worst.most <= mostFailures ? [{ pool, isElsewhere, worst, snapshots: risk.snapshots }] : []
  })
  const words = [`here its worst restore of the week fails ${chanceWords(worstOf(own))}`]
  for (const isElsewhere of [true, false]) {
    const [best] = others
      .filter((other) => other.isElsewhere === isElsewhere)
      .sort((a, b) => a.worst.most - b.worst.most)
    if (!best) continue
    const { pool, worst, snapshots } = best
    words.push(
      `${isElsewhere ? `other region: in ${pool.region}` : `other GPU: ${pool.gpuModel} in ${pool.region}`} it fails ${chanceWords(worst)} (${snapshots} readings)`,
    )
  }
  const earlier = wakes.flatMap(({ wakeSlot }) => {
    if (mostNear(own, wakeSlot) <= mostFailures) return []
    for (let hours = 1; hours <= MOST_EARLIER; hours++) {
      const slot = (wakeSlot + WEEK_HOURS - hours) % WEEK_HOURS
      const at = { failure: failureNear(own, slot), most: mostNear(own, slot) }
      if (at.most <= mostFailures)
        return [`awake by ${slotName(slot)} instead of ${slotName(wakeSlot)}: ${chanceWords(at)}`]
    }
    return []
  })
  if (earlier.length > 0) words.push(`other time: ${earlier.join(', ')}`)
  return words
}

/** '2 %, surely under 9 %'. */
function chanceWords({ failure, most }: { readonly failure: number; readonly most: number }): string {
  return `${Math.round(failure * 100)} %, surely under ${Math.ceil(most * 100)} %`
}
