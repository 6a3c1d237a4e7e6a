import { createdAt, deletedAt } from './ledger.ts'
import { type Bill, type Metered, meter, spentAt } from './meter.ts'
import type { PriceBook } from './price-book.ts'
import type {
  AiTransaction,
  AnyResource,
  Currency,
  Image,
  Instance,
  Kind,
  Snapshot,
  TopUp,
  Volume,
} from './resource.ts'
import { DAY } from './time.ts'

/** Everything that ever happens to an account up to some moment (later things may be in it: nobody sees them). */
export interface AccountData {
  instances: Instance[]
  volumes: Volume[]
  snapshots: Snapshot[]
  images: Image[]
  ai: AiTransaction[]
  topUps: TopUp[]
}

/** Makes the account's history up to a moment. The same moment of it never depends on how far it was made. */
export type AccountSource = (until: number) => AccountData

interface ByKind {
  instance: Instance
  volume: Volume
  snapshot: Snapshot
}

/** History is made this far ahead in one go. */
const STRIDE = 30 * DAY

/**
 * An account as of any moment. It holds the whole history and answers each question with `now` in hand: what begins
 * later is not there, what ends later is still open. That is why a clock that is stepped back serves the same bytes.
 */
export class Account {
  readonly book: PriceBook
  /** Start of the account's first day; nothing is older. */
  readonly firstAt: number
  readonly #source: AccountSource
  #madeUntil = -Infinity
  #data: AccountData = { instances: [], volumes: [], snapshots: [], images: [], ai: [], topUps: [] }
  #byId = new Map<string, AnyResource>()
  readonly #meters = new Map<AnyResource, Metered>()
  readonly #bills = new Map<Kind, Bill[]>()

  constructor(source: AccountSource, book: PriceBook, firstAt: number) {
    this.#source = source
    this.book = book
    this.firstAt = firstAt
  }

  #upTo(now: number): AccountData {
    if (now < this.#madeUntil) return this.#data
    this.#madeUntil = (Math.floor(now / STRIDE) + 2) * STRIDE
    this.#data = this.#source(this.#madeUntil)
    this.#byId = new Map(this.#everything().map((resource) => [resource.id, resource]))
    this.#meters.clear()
    this.#bills.clear()
    return this.#data
  }

  #everything(): AnyResource[] {
    return [...this.#data.instances, ...this.#data.volumes, ...this.#data.snapshots]
  }

  #ofKind<K extends Kind>(kind: K): ByKind[K][] {
    const { instances, volumes, snapshots } = this.#data
    return { instance: instances, volume: volumes, snapshot: snapshots }[kind] as ByKind[K][]
  }

  /** Resources of a kind that exist at the moment, newest first. */
  existing<K extends Kind>(kind: K, now: number): ByKind[K][] {
    this.#upTo(now)
    return this.#ofKind(kind)
      .filter(({ ledger }) => createdAt(ledger) <= now && now < deletedAt(ledger))
      .sort((a, b) => createdAt(b.ledger) - createdAt(a.ledger) || (a.id < b.id ? -1 : 1))
  }

  /** A resource that exists at the moment, by id. */
  find<K extends Kind>(kind: K, id: string, now: number): ByKind[K] | null {
    const resource = this.known(id, now)
    return resource?.kind === kind && now < deletedAt(resource.ledger) ? (resource as ByKind[K]) : null
  }

  /** A resource that was created before the moment, also if it is deleted by now. */
  known(id: string, now: number): AnyResource | null {
    this.#upTo(now)
    const resource = this.#byId.get(id)
    return resource && createdAt(resource.ledger) <= now ? resource : null
  }

  /** All resources created before the moment, deleted ones included, in the order of the account. */
  everKnown(now: number): AnyResource[] {
    this.#upTo(now)
    return this.#everything().filter(({ ledger }) => createdAt(ledger) <= now)
  }

  images(now: number): Image[] {
    return this.#upTo(now)
      .images.filter((image) => image.createdAt <= now && now < image.deletedAt)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
  }

  /** AI transactions before the moment, newest first. */
  aiHistory(now: number): AiTransaction[] {
    return this.#upTo(now)
      .ai.filter(({ at }) => at <= now)
      .reverse()
  }

  /** Bills that have begun, oldest first; which are open, and their minutes, depends on `now` as well. */
  bills(kind: Kind, now: number): Bill[] {
    this.#upTo(now)
    let bills = this.#bills.get(kind)
    if (!bills) {
      bills = this.#ofKind(kind)
        .flatMap((resource) => this.meterOf(resource).bills)
        .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
      this.#bills.set(kind, bills)
    }
    let low = 0
    let high = bills.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (bills[middle]!.from <= now) low = middle + 1
      else high = middle
    }
    return low === bills.length ? bills : bills.slice(0, low)
  }

  meterOf(resource: AnyResource): Metered {
    let metered = this.#meters.get(resource)
    if (!metered) {
      metered = meter(resource, this.book)
      this.#meters.set(resource, metered)
    }
    return metered
  }

  /** Credit of each wallet: top-ups less the `total_cost` of every record and the cost of every AI transaction. */
  balances(now: number): Record<Currency, bigint> {
    const data = this.#upTo(now)
    const balances: Record<Currency, bigint> = { USD: 0n, EUR: 0n, INR: 0n }
    for (const { at, currency, picos } of data.topUps) if (at <= now) balances[currency] += picos
    for (const { at, currency, costPicos } of data.ai) if (at <= now) balances[currency] -= costPicos
    for (const resource of this.#everything()) balances[resource.currency] -= spentAt(this.meterOf(resource), now)
    return balances
  }
}
