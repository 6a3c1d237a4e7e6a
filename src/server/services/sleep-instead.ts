import { slotName, WEEK_HOURS, type StockQuestion } from '../../engine/capacity/index.ts'
import {
  failureNear,
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
 * on another GPU of its region, or woken earlier; each with its worst restore of the week. Only what the user would bear.
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
  const worstOf = (risk: RestoreRisk) => Math.max(...wakes.map(({ wakeSlot }) => failureNear(risk, wakeSlot)))
  const here = `here ${percent(worstOf(own))}`
  const others = stock.pools.flatMap((pool) => {
    const isElsewhere = pool.gpuModel === gpuModel && pool.region !== region
    const isOther = pool.gpuModel !== gpuModel && pool.region === region
    if (!isElsewhere && !isOther) return []
    const risk = restoreRisk(stock.model(pool, question))
    if (!risk) return []
    const worst = worstOf(risk)
    return worst <= mostFailures ? [{ pool, isElsewhere, worst, snapshots: risk.snapshots }] : []
  })
  const words: string[] = []
  for (const isElsewhere of [true, false]) {
    const [best] = others.filter((other) => other.isElsewhere === isElsewhere).sort((a, b) => a.worst - b.worst)
    if (!best) continue
    const { pool, worst, snapshots } = best
    words.push(
      `${isElsewhere ? `other region: in ${pool.region}` : `other GPU: ${pool.gpuModel} in ${pool.region}`} its worst restore of the week fails ${percent(worst)} (${snapshots} readings), ${here}`,
    )
  }
  const earlier = wakes.flatMap(({ wakeSlot }) => {
    if (failureNear(own, wakeSlot) <= mostFailures) return []
    for (let hours = 1; hours <= MOST_EARLIER; hours++) {
      const slot = (wakeSlot + WEEK_HOURS - hours) % WEEK_HOURS
      const failure = failureNear(own, slot)
      if (failure <= mostFailures)
        return [`awake by ${slotName(slot)} instead of ${slotName(wakeSlot)}: ${percent(failure)}`]
    }
    return []
  })
  if (earlier.length > 0) words.push(`other time: ${earlier.join(', ')}`)
  return words
}

const percent = (share: number) => `${Math.round(share * 100)} %`
