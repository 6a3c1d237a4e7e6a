import { setTimeout as delay } from 'node:timers/promises'

export interface Loop {
  /** Ends after the turn that is under way. */
  stop(): Promise<void>
}

/** Does something over and over with a pause between; what goes wrong in one turn is told and tried again in the next. */
export function every(pauseMs: number, turn: () => Promise<unknown>, onError: (error: unknown) => void): Loop {
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await turn().catch(onError)
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
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
