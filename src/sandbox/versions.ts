/** Things that are not billed but change: every value of each with the moment from which it holds, null when it is gone. */
export class Versions<T extends object> {
  readonly #histories = new Map<string, { from: number; value: T | null }[]>()

  put(id: string, value: T, at: number): T {
    this.#append(id, value, at)
    return value
  }

  remove(id: string, at: number): void {
    this.#append(id, null, at)
  }

  #append(id: string, value: T | null, from: number): void {
    const history = this.#histories.get(id) ?? []
    history.push({ from, value })
    this.#histories.set(id, history)
  }

  get(id: string, now: number): T | null {
    return this.#histories.get(id)?.findLast(({ from }) => from <= now)?.value ?? null
  }

  /** All that are there at a moment, in the order in which they came. */
  list(now: number): T[] {
    return [...this.#histories.keys()].flatMap((id) => this.get(id, now) ?? [])
  }
}
