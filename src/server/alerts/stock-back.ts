import { findStockPools } from '../../db/stock-query-repository.ts'
import { machinesSeen, wasAvailable } from '../../engine/capacity/index.ts'
import { HOUR_MS } from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import type { Finder } from './finder.ts'
import { momentText, plural } from './words.ts'

/** Stock that was seen longer ago tells nothing of now. */
const RECENT_MS = 2 * HOUR_MS

/** Regions in which what is waited for can be had, by the last look at the stock. */
export const findStock: Finder<'stock-back'> = async ({ context, account, now }, { ruleId, watch }) => {
  const { region, gpuModel, size, machines } = watch
  const pools = await findStockPools(context.store.db, account.accountId, now - RECENT_MS)
  if (pools.length === 0) return null
  return pools
    .filter((pool) => pool.gpuModel === gpuModel && (region === null || pool.region === region))
    .flatMap((pool) => {
      const last = pool.snapshots.at(-1)!
      if (wasAvailable(last, { size, count: machines }) !== true) return []
      const seen = machinesSeen(last, size)!
      const what = `${plural(machines, 'machine')} of ${size} x ${gpuModel}`
      return [
        {
          ruleId,
          kind: 'stock-back' as const,
          cause: pool.region,
          marks: ['there'],
          holds: ['there'],
          subject: `${size} x ${gpuModel} can be had in ${pool.region}`,
          text: `${what} can be had in ${pool.region}: ${seen.machines}${seen.isFloor ? ' or more' : ''} were seen ${momentText(last.at, account.zone, now)}. Nothing is held for you until you deploy.`,
          path: '/capacity',
          facts: { region: pool.region, gpuModel, size, machines, seen: seen.machines, seenAt: toIso(last.at) },
        },
      ]
    })
}
