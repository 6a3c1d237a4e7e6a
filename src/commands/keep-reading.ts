import type { AccountSource } from './account-source.ts'
import { livePast } from './live-past.ts'
import type { Product } from './product.ts'

/** Reads the account now and then on its schedule, until the signal. A reading that fails is said and tried again. */
export async function keepReading(product: Product, source: AccountSource, signal: AbortSignal): Promise<void> {
  await livePast(product, source, signal)
}
