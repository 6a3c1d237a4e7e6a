/** Whose time it is: the computer's, one that stands still, or one that runs `speed` times as fast. */
export type ClockMode = 'real' | 'pinned' | 'speed'

export interface Clock {
  readonly mode: ClockMode
  readonly speed: number
  /** Epoch milliseconds of the sandbox's present. */
  now(): number
  /** Puts the present at a moment; a real clock is pinned by it, a fast one runs on from there. */
  set(at: number): void
  /** Back to the computer's time. */
  release(): void
  /** Runs on from the present at a multiple of the computer's time. */
  run(speed: number): void
}

/** `now` pins the clock, `speed` lets it run from `now` (or the real present); neither gives the computer's time. */
export function createClock(options: { now?: number | undefined; speed?: number | undefined } = {}): Clock {
  let mode: ClockMode = options.speed === undefined ? (options.now === undefined ? 'real' : 'pinned') : 'speed'
  let speed = options.speed ?? 1
  let setTo = options.now ?? Date.now()
  let setAt = Date.now()
  const now = () => {
    if (mode === 'real') return Date.now()
    return mode === 'pinned' ? setTo : Math.floor(setTo + (Date.now() - setAt) * speed)
  }
  return {
    get mode() {
      return mode
    },
    get speed() {
      return mode === 'pinned' ? 0 : mode === 'real' ? 1 : speed
    },
    now,
    set(at) {
      if (mode === 'real') mode = 'pinned'
      setTo = at
      setAt = Date.now()
    },
    release() {
      mode = 'real'
    },
    run(factor) {
      setTo = now()
      setAt = Date.now()
      speed = factor
      mode = 'speed'
    },
  }
}
