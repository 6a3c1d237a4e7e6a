import type { Currency } from '../money.ts'
import type { ResourceType } from '../usage/resource.ts'

/** What a forecast can be grouped by. */
export interface ForecastItem {
  /** Work that has not begun yet goes by the name of NEW_WORK. */
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly currency: Currency
  readonly region: string | null
  readonly tier: string | null
  readonly gpuModel: string | null
}

export const NEW_WORK = 'new-work'
