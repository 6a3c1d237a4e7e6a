import { addressGuard } from './address-guard.ts'
import type { Outcome } from './outcome.ts'
import { callOut } from './call-out.ts'
import type { NotifySettings } from './settings.ts'

/**
 * Tells the watchdog of the settings that a reading went well; what it no longer hears of is dead. Null where none is set.
 * Its address comes from the settings of the process alone, so that a watchdog in the own network is meant.
 */
export async function heartbeat({ heartbeatUrl }: NotifySettings, accountSlug: string): Promise<Outcome | null> {
  if (heartbeatUrl === null) return null
  const url = heartbeatUrl.replaceAll('{account}', encodeURIComponent(accountSlug))
  return callOut(url, null, { guard: addressGuard(['0.0.0.0/0', '::/0']), timeoutMs: 10_000 })
}
