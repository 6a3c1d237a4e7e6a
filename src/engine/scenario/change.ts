import type { DimensionFilter } from '../allocation/dimensions.ts'
import type { Currency } from '../money.ts'
import type { ChargeState } from '../rating/charge.ts'
import type { Day } from '../time.ts'
import type { WeekWindow } from '../plan/week-windows.ts'
import type { Work } from './work.ts'

/** Which of the plan's resources; all that is told has to match, and something has to be told. */
export interface Selector extends DimensionFilter {
  readonly ids?: readonly string[] | undefined
  /** A name, with * for any text: 'dev-*'. */
  readonly name?: string | undefined
  readonly gpuModel?: string | undefined
  readonly region?: string | undefined
  readonly state?: ChargeState | undefined
}

/** Days of the account's zone, `until` exclusive; without `from` it begins now, without `until` it stays. */
export interface ForATime {
  readonly from?: Day | undefined
  readonly until?: Day | undefined
}

/** A machine that can be bought: the price follows from tier, model and wallet. */
export interface MachineOffer {
  readonly tier: string
  readonly gpuModel: string
  readonly gpuCount: number
  /** Anywhere that sells it, where it is not told. */
  readonly region?: string | undefined
  readonly currency: Currency
}

export type Off = 'hibernate' | 'stop' | 'delete'

export interface ReplaceGpu extends ForATime {
  readonly kind: 'replace-gpu'
  readonly machines: Selector
  readonly gpuModel?: string | undefined
  readonly tier?: string | undefined
  /** Per machine. */
  readonly gpuCount?: number | undefined
  readonly region?: string | undefined
}

export interface Remove extends ForATime {
  readonly kind: 'remove'
  /** Machines, volumes and snapshots. */
  readonly resources: Selector
}

/** Paid by another account, at its prices. */
export interface AnotherAccount extends ForATime {
  readonly kind: 'another-account'
  /** Machines, volumes and snapshots. */
  readonly resources: Selector
  /** Its short name. */
  readonly account: string
  /** The wallet there; without it that of the same currency, or the only one. */
  readonly currency?: Currency | undefined
}

export interface AddMachines extends ForATime, MachineOffer {
  readonly kind: 'add-machines'
  readonly name: string
  readonly machines: number
}

export interface AddVolumes extends ForATime {
  readonly kind: 'add-volumes'
  readonly name: string
  readonly volumes: number
  readonly tier: string
  readonly volumeType: string
  readonly sizeGb: number
  readonly currency: Currency
  readonly region?: string | undefined
}

export interface AddSnapshots extends ForATime {
  readonly kind: 'add-snapshots'
  readonly name: string
  readonly snapshots: number
  readonly tier: string
  readonly sizeGb: number
  readonly currency: Currency
  readonly region?: string | undefined
}

export interface WeeklySchedule extends ForATime {
  readonly kind: 'schedule'
  readonly machines: Selector
  /** When they run, by the clock of the account's zone. */
  readonly week: readonly WeekWindow[]
  readonly off: Off
}

/** What is shut off now is paid in full: put to sleep or given up instead. */
export interface InsteadOfStopping extends ForATime {
  readonly kind: 'instead-of-stopping'
  readonly machines: Selector
  readonly off: 'hibernate' | 'delete'
}

export interface PricePercent extends ForATime {
  readonly kind: 'price-percent'
  /** A sku, or the beginning of many with a star: 'gpu/*', '*'. */
  readonly sku: string
  /** Of this wallet alone, where it is told. */
  readonly currency?: Currency | undefined
  /** Decimal: '-12.5' is an eighth less. */
  readonly percent: string
}

/** Prices instead of those that are paid now, for the published unit of each sku (GPU-hour, TB-hour, ...). */
export interface PriceList extends ForATime {
  readonly kind: 'price-list'
  readonly prices: readonly { readonly sku: string; readonly currency: Currency; readonly price: string }[]
}

export interface Growth extends ForATime {
  readonly kind: 'growth'
  readonly resources: Selector
  /** Decimal: '5' makes 1.05 of each in the month after the one that it begins in, 1.1025 in the next. */
  readonly percentPerMonth: string
}

export interface Job extends MachineOffer {
  readonly kind: 'job'
  readonly name: string
  readonly machines: number
  readonly work: Work
  /** The day that it starts at; without it now. */
  readonly from?: Day | undefined
  /** The end of this day is when it has to be done. */
  readonly deadline?: Day | undefined
  readonly week?: readonly WeekWindow[] | undefined
  readonly off?: 'hibernate' | 'delete' | undefined
}

/** One change of the plan that a person can say in a sentence (`describeChange`). */
export type ScenarioChange =
  | ReplaceGpu
  | Remove
  | AddMachines
  | AddVolumes
  | AddSnapshots
  | WeeklySchedule
  | InsteadOfStopping
  | AnotherAccount
  | PricePercent
  | PriceList
  | Growth
  | Job

/** Changes are made one after another, each to what those before it have left. */
export interface Scenario {
  readonly name: string
  readonly changes: readonly ScenarioChange[]
}
