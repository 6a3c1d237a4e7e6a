import type { Currency } from '../money.ts'
import type { ResourceType } from '../usage/resource.ts'

/**
 * What a thing is paid for being. 'on' is running or shut off: both are billed alike, and which of them a machine will be
 * nobody foretells.
 */
export type ForecastState = 'on' | 'hibernated' | 'stored' | 'used'

/** That of a thing of a type, awake where it is a machine. */
export function forecastState(type: ResourceType, isSleep = false): ForecastState {
  if (type === 'ai_model') return 'used'
  if (type !== 'instance') return 'stored'
  return isSleep ? 'hibernated' : 'on'
}

/** What a forecast can be grouped by. */
export interface ForecastItem {
  /** Work that has not begun yet goes by the name of NEW_WORK. */
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly currency: Currency
  readonly region: string | null
  readonly tier: string | null
  readonly gpuModel: string | null
  readonly state: ForecastState
}

export const NEW_WORK = 'new-work'
