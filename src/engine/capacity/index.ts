export {
  availabilityModel,
  chanceAt,
  chances,
  LEAST_SNAPSHOTS,
  neverLikelier,
  type Availability,
  type AvailabilityModel,
} from './availability.ts'
export { availableHours, type AvailableHours } from './available-hours.ts'
export { hourlyStock, type HourlyStock } from './climatology.ts'
export { shortageLength, shortages, type Shortage, type ShortageLength } from './shortages.ts'
export { machinesSeen, wasAvailable, type StockQuestion, type StockSnapshot } from './stock.ts'
export { hourGrid, slotName, slotOf, WEEK_HOURS, type HourGrid } from './week.ts'
export { parseDemand, type Demand, type DemandLine, type WorkDemand } from './demand-line.ts'
export { LEAST_ATTEMPTS, triedChance, withAttempts, type Attempt } from './attempts.ts'
export { plannedStock, type PlannedStock } from './planned-stock.ts'
