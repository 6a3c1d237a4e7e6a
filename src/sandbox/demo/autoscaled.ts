import { draw } from '../random.ts'
import type { Instance } from '../resource.ts'
import { DAY, dayNumberOf, HOUR, weekdayOf } from '../time.ts'
import { ledgerOfHabit } from './habits.ts'
import { type DemoFrame, machine, type MachineRole } from './machines.ts'
import { TEAM_SHARES } from './team-roster.ts'

interface Service extends MachineRole {
  /** Hour of the day, UTC, at which most is asked of it. */
  peakHour: number
}

const SERVICES: readonly Service[] = [
  { name: 'gateway', region: 'CANADA-1', currency: 'USD', gpuModel: 'L40', gpuCount: 1, peakHour: 19 },
  { name: 'summarise', region: 'CANADA-1', currency: 'USD', gpuModel: 'A100-PCIe-80GB', gpuCount: 1, peakHour: 17 },
  { name: 'assist', region: 'US-1', currency: 'USD', gpuModel: 'H100-PCIe-80GB', gpuCount: 1, peakHour: 21 },
  { name: 'caption', region: 'US-1', currency: 'USD', gpuModel: 'RTX-A6000', gpuCount: 1, peakHour: 20 },
  { name: 'oversett', region: 'NORWAY-1', currency: 'EUR', gpuModel: 'L40', gpuCount: 1, peakHour: 12 },
  { name: 'tale', region: 'NORWAY-1', currency: 'EUR', gpuModel: 'A40', gpuCount: 1, peakHour: 11 },
]
/** A service fills half of its places, taken over a week. */
const PLACES = (2 * TEAM_SHARES.autoscaled) / SERVICES.length
/** Numbers of scaled-up machines start here, counted in the order in which they come. */
const FIRST_NUMBER = 10_000

/**
 * Machines that a scaler makes and deletes by the hour: of a service's twenty places as many are filled as its
 * demand asks for, the lowest places nearly always. Each time a place is filled it is a new machine.
 */
export function autoscaledMachines(frame: DemoFrame): Instance[] {
  const runs = SERVICES.flatMap((service) => runsOf(service, frame)).sort(
    (a, b) => a.from - b.from || (a.name < b.name ? -1 : 1),
  )
  return runs.map(({ service, name, from, to }, order) => {
    const draws = { seed: frame.seed, name: `${name} ${from}` }
    const ledger = ledgerOfHabit({ kind: 'always', rebootEveryDays: Infinity }, from, to, frame.until, draws)
    return { ...machine(frame.seed, FIRST_NUMBER + order, { ...service, name }), ledger }
  })
}

interface Run {
  service: Service
  name: string
  from: number
  to: number
}

function runsOf(service: Service, { seed, firstAt, until }: DemoFrame): Run[] {
  const runs: Run[] = []
  const open = new Map<number, Run>()
  for (let at = firstAt; at <= until + DAY; at += HOUR) {
    const wanted = wantedPlaces(service, seed, at)
    for (let place = 0; place < PLACES; place++) {
      const run = open.get(place)
      // Scaling takes some minutes, not the same ones each time.
      const moment = at + Math.floor(draw(seed, service.name, place, at, 'when') * 600) * 1000
      if (place < wanted && !run) {
        const name = `${service.name}-${place}-${Math.floor(moment / 1000).toString(36)}`
        const begun = { service, name, from: moment, to: Infinity }
        open.set(place, begun)
        runs.push(begun)
      } else if (place >= wanted && run) {
        run.to = moment
        open.delete(place)
      }
    }
  }
  return runs
}

/** Demand from night to peak and from week-end to week, with days that are busier than others. */
function wantedPlaces({ name, peakHour }: Service, seed: number, at: number): number {
  const day = dayNumberOf(at)
  const hour = (at % DAY) / HOUR
  const daily = 0.5 + 0.5 * Math.cos(((hour - peakHour) / 24) * 2 * Math.PI)
  const week = [0, 6].includes(weekdayOf(day)) ? 0.65 : 1
  const busy = 0.85 + 0.3 * draw(seed, name, 'busy', day)
  const noise = 0.08 * (draw(seed, name, 'noise', at) - 0.5)
  return Math.max(1, Math.min(PLACES, Math.round(PLACES * ((0.2 + 0.7 * daily) * week * busy + noise))))
}
