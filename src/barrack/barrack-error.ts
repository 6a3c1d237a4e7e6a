/**
 * unauthorized: the key was refused. forbidden: the key may not read this. not-found: no such path on this host.
 * refused: answered with an error that a repetition will not mend. unreachable: no usable answer after all tries.
 * silent: no HTTP answer of any kind in any try, so that other paths of the host will hardly do better.
 * unreadable: an answer that is not what the contract says. unsteady: a list that changed under every reading of it.
 */
export type BarrackErrorKind =
  'unauthorized' | 'forbidden' | 'not-found' | 'refused' | 'unreachable' | 'silent' | 'unreadable' | 'unsteady'

/** What went wrong, where and what to do about it; never contains the key. */
export class BarrackError extends Error {
  override name = 'BarrackError'
  readonly kind: BarrackErrorKind
  readonly status: number | null

  constructor(kind: BarrackErrorKind, message: string, status: number | null = null) {
    super(message)
    this.kind = kind
    this.status = status
  }
}
