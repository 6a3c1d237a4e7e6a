/**
 * Does long work one after another, each when the one before has ended: sixteen readers who ask at once wait as long as
 * they would anyway, and an overview waits for one step of one of them, not for all.
 */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}
