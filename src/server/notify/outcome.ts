/** How a try to send went. */
export interface Outcome {
  readonly delivered: boolean
  /** What the other side said, or why it could not be asked. */
  readonly answer: string
  /** Whether another try can end otherwise. */
  readonly again: boolean
  /** How long the receiver asks us to wait. */
  readonly askedMs?: number
}

/** It cannot get better by itself. */
export const refused = (answer: string): Outcome => ({ delivered: false, answer, again: false })
/** It may get better. */
export const missed = (answer: string): Outcome => ({ delivered: false, answer, again: true })
