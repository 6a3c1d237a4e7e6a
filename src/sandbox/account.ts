import { plantOnly } from './bill-errors.ts'
import { createdAt, deletedAt, LedgerWriter } from './ledger.ts'
import { type Bill, type Metered, meter, type MeterRules, type Restatement, spentAt } from './meter.ts'
import type { PriceBook } from './price-book.ts'
import {
  type AiTransaction,
  type AnyResource,
  type Currency,
  type Image,
  type Instance,
  type Kind,
  nameAt,
  type Snapshot,
  type TopUp,
  type Volume,
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
  /** Bills that may hold a mistake; absent where the rules alone say it. */
  mistaken?: ReadonlySet<string> | undefined
}

/** Makes the account's history up to a moment. The same moment of it never depends on how far it was made. */
export type AccountSource = (until: number) => AccountData

export interface ByKind {
  instance: Instance
  volume: Volume
  snapshot: Snapshot
}

/** History is made this far ahead in one go. */
const STRIDE = 30 * DAY

/**
 * An account as of any moment. It holds the whole history and answers each question with `now` in hand: what begins
 * later is not there, what ends later is still open. That is why a clock that is stepped back serves the same bytes.
 *
 * Its history has two hands: the script (`source`) and whoever calls the API. A resource that the API changed is taken
 * out of the script's hands from that moment on.
 */
export class Account {
  readonly rules: MeterRules
  /** Start of the account's first day; nothing is older. */
  readonly firstAt: number
  readonly #source: AccountSource
  #madeUntil = -Infinity
  #data: AccountData = { instances: [], volumes: [], snapshots: [], images: [], ai: [], topUps: [] }
  /** What the API made or changed, and when it last did. */
  readonly #own = new Map<string, { resource: AnyResource; at: number }>()
  readonly #ownImages = new Map<string, Image>()
  readonly #ownAi: AiTransaction[] = []
  readonly #renames = new Map<string, NonNullable<AnyResource['renames']>>()
  readonly #restatements = new Map<string, Restatement[]>()
  #byId = new Map<string, AnyResource>()
  readonly #meters = new Map<AnyResource, Metered>()
  readonly #bills = new Map<Kind, Bill[]>()
  #changedAt = -Infinity
  #revision = 0

  constructor(source: AccountSource, rules: MeterRules, firstAt: number) {
    this.#source = source
    this.rules = rules
    this.firstAt = firstAt
  }

  get book(): PriceBook {
    return this.rules.book
  }

  /** Moment of the last change by the API, -Infinity while there was none. */
  get changedAt(): number {
    return this.#changedAt
  }

  /** Grows whenever something is not what it was. */
  get revision(): number {
    return this.#revision
  }

  #upTo(now: number): AccountData {
    if (now < this.#madeUntil) return this.#data
    this.#madeUntil = (Math.floor(now / STRIDE) + 2) * STRIDE
    this.#data = this.#source(this.#madeUntil)
    this.#data.instances = this.#withOwn('instance', this.#data.instances)
    this.#data.volumes = this.#withOwn('volume', this.#data.volumes)
    this.#data.snapshots = this.#withOwn('snapshot', this.#data.snapshots)
    this.#data.images = [...this.#data.images.filter(({ id }) => !this.#ownImages.has(id)), ...this.#ownImages.values()]
    this.#data.ai = [...this.#data.ai, ...this.#ownAi].sort((a, b) => a.at - b.at)
    this.#byId = new Map(this.#everything().map((resource) => [resource.id, resource]))
    for (const [id, renames] of this.#renames) {
      const resource = this.#byId.get(id)
      if (resource) resource.renames = renames
    }
    this.#meters.clear()
    this.#bills.clear()
    return this.#data
  }

  /** The script's resources but those in other hands, and what it would have made of a machine in other hands. */
  #withOwn<K extends Kind>(kind: K, scripted: ByKind[K][]): ByKind[K][] {
    const own = [...this.#own.values()].map(({ resource }) => resource).filter((resource) => resource.kind === kind)
    const left = scripted.filter((resource) => {
      const machine = resource.kind === 'snapshot' ? this.#own.get(resource.instanceId) : undefined
      return !this.#own.has(resource.id) && !(machine && machine.at < createdAt(resource.ledger))
    })
    return [...left, ...(own as ByKind[K][])]
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

  /** Names that are taken at the moment. */
  names(kind: Kind, now: number): { name: string }[] {
    return this.existing(kind, now).map((resource) => ({ name: nameAt(resource, now) }))
  }

  /** A resource that exists at the moment, by id. */
  find<K extends Kind>(kind: K, id: string, now: number): ByKind[K] | null {
    const resource = this.known(id, now)
    return resource?.kind === kind && now < deletedAt(resource.ledger) ? (resource as ByKind[K]) : null
  }

  /** A resource that was created before the moment, deleted or not. */
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

  topUps(now: number): TopUp[] {
    return this.#upTo(now).topUps.filter(({ at }) => at <= now)
  }

  /** Bills that have begun, oldest first; which are open, and their minutes, depends on `now` as well. */
  bills(kind: Kind, now: number): Bill[] {
    this.#upTo(now)
    let bills = this.#bills.get(kind)
    if (!bills) {
      bills = this.#ofKind(kind)
        .flatMap((resource) => this.#meterOf(resource).bills)
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

  #meterOf(resource: AnyResource): Metered {
    let metered = this.#meters.get(resource)
    if (!metered) {
      metered = meter(resource, plantOnly(this.rules, this.#data.mistaken), this.#restatements)
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
    for (const resource of this.#everything()) balances[resource.currency] -= spentAt(this.#meterOf(resource), now)
    return balances
  }

  /** Adds a resource that the API made. */
  add(resource: AnyResource, at: number): void {
    this.#upTo(at)
    const all: AnyResource[] = this.#ofKind(resource.kind)
    all.push(resource)
    this.#byId.set(resource.id, resource)
    this.#takeOver(resource, at)
  }

  /**
   * Changes what a resource does from a moment on: `write` gets its ledger up to then. The script, if it was its, no
   * longer has a say in it.
   */
  change(resource: AnyResource, at: number, write: (writer: LedgerWriter) => unknown): void {
    const writer = new LedgerWriter(resource.ledger, at)
    write(writer)
    resource.ledger = writer.ledger
    this.#takeOver(resource, at)
    if (resource.kind === 'instance')
      this.#data.snapshots = this.#data.snapshots.filter(
        ({ id, instanceId, ledger }) => this.#own.has(id) || instanceId !== resource.id || createdAt(ledger) <= at,
      )
  }

  /** Gives a resource another name from a moment on; it stays in the hands that it is in. */
  rename(resource: AnyResource, name: string, at: number): void {
    const renames = [...(resource.renames ?? []), { from: at, name }]
    resource.renames = renames
    this.#renames.set(resource.id, renames)
    this.#changedAt = Math.max(this.#changedAt, at)
  }

  /** Puts a bill that has ended to another cost from a moment on; the ledger stays true, the wallet follows the bill. */
  restate({ id, resource }: Bill, picos: bigint, at: number): void {
    this.#restatements.set(id, [...(this.#restatements.get(id) ?? []), { from: at, picos }])
    this.#meterAnew(resource)
    this.#changedAt = Math.max(this.#changedAt, at)
  }

  #takeOver(resource: AnyResource, at: number): void {
    this.#own.set(resource.id, { resource, at })
    this.#meterAnew(resource)
    if (resource.kind === 'instance') this.#bills.delete('snapshot')
    this.#changedAt = Math.max(this.#changedAt, at)
  }

  #meterAnew(resource: AnyResource): void {
    this.#revision++
    this.#meters.delete(resource)
    this.#bills.delete(resource.kind)
  }

  /** Adds or replaces a custom image. */
  putImage(image: Image, at: number): void {
    this.#upTo(at)
    this.#ownImages.set(image.id, image)
    this.#data.images = [...this.#data.images.filter(({ id }) => id !== image.id), image]
    this.#changedAt = Math.max(this.#changedAt, at)
  }

  addAi(transaction: AiTransaction): void {
    this.#upTo(transaction.at)
    this.#ownAi.push(transaction)
    this.#data.ai = [...this.#data.ai, transaction].sort((a, b) => a.at - b.at)
    this.#changedAt = Math.max(this.#changedAt, transaction.at)
  }
}
