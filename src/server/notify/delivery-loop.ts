import { setTimeout as delay } from 'node:timers/promises'
import { deliverDue, type Delivery } from './deliver.ts'

export interface DeliveryLoop {
  /** Ends after the messages that are on their way. */
  stop(): Promise<void>
}

const POLL_MS = 1000

/** Sends what is due, over and over; a store that is away for a while is asked again. */
export function startDelivery(delivery: Delivery, onError: (error: unknown) => void): DeliveryLoop {
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await deliverDue(delivery).catch(onError)
      await delay(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const looping = loop()
  return {
    async stop() {
      stopping.abort()
      await looping
    },
  }
}
