export {
  baselineFrom,
  planBaseline,
  plannedOf,
  sentBaseline,
  withSharers,
  type Balance,
  type PlanBaseline,
  type PlanInput,
  type SentBaseline,
  type WalletBaseline,
} from './baseline.ts'
export type { CatalogEntry } from './catalog.ts'
export type { Job, MachineOffer, Scenario, ScenarioChange, Selector } from './change.ts'
export { CAUSES, type CostCause } from './delta-sheet.ts'
export { describeChange } from './describe-change.ts'
export { unitOf, type JobOutcome } from './job-outcome.ts'
export {
  optimise,
  type OptimiseInput,
  type Optimised,
  type Option,
  type RunningHours,
  type WalletOptions,
} from './optimise.ts'
export { partyOutcomes, type PartyOutcome, type PartyPlan } from './party-outcome.ts'
export { paretoFront } from './pareto.ts'
export type { ScenarioProblem } from './problem.ts'
export type { LineOutcome, Piece } from './project-line.ts'
export type { Spend } from './spend.ts'
export type { StockChance, StockNeed } from './stock-need.ts'
export { describeWeek, WEEKDAYS, type WeekWindow } from '../plan/week-windows.ts'
export {
  whatIf,
  type AccountOutcome,
  type StockOutcome,
  type WalletOutcome,
  type WhatIf,
  type WhatIfAnswer,
  type WhatIfOptions,
} from './what-if.ts'
export {
  DEFAULT_SCALING_EFFICIENCY,
  publishedFigures,
  speedup,
  workHours,
  type GpuFigures,
  type GpuFiguresOf,
  type Work,
} from './work.ts'
