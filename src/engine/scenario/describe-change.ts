import { DIMENSIONS, NOT_ASSIGNED_FILTER } from '../allocation/dimensions.ts'
import type { ForATime, MachineOffer, Off, ScenarioChange, Selector } from './change.ts'
import { describeWeek } from '../plan/week-windows.ts'
import type { Work } from './work.ts'

/** What a resource is called; its id where nothing tells. */
export type NameOf = (resourceId: string) => string

const ID: NameOf = (resourceId) => resourceId

/** The change in words, without a full stop: 'Run dev-* Mon-Fri 08:00-20:00, hibernated otherwise'. */
export function describeChange(change: ScenarioChange, nameOf: NameOf = ID): string {
  switch (change.kind) {
    case 'replace-gpu': {
      const { gpuModel, tier, gpuCount, region } = change
      const parts = [
        ...(gpuModel === undefined ? [] : [`use ${gpuModel}`]),
        ...(tier === undefined ? [] : [`on tier ${tier}`]),
        ...(gpuCount === undefined ? [] : [`with ${counted(gpuCount, 'GPU')} per machine`]),
        ...(region === undefined ? [] : [`in ${region}`]),
      ]
      return `For ${describeSelector(change.machines, nameOf)} ${parts.join(' ')}${during(change)}`
    }
    case 'remove':
      return `Delete ${describeSelector(change.resources, nameOf)}${during(change)}`
    case 'another-account': {
      const wallet = change.currency === undefined ? '' : `, paid in ${change.currency}`
      return `Run ${describeSelector(change.resources, nameOf)} in account ${change.account}${wallet}${during(change)}`
    }
    case 'add-machines':
      return `Add ${counted(change.machines, 'machine')} ${change.name}, ${describeOffer(change)}${during(change)}`
    case 'add-volumes':
      return `Add ${counted(change.volumes, 'volume')} ${change.name} of ${change.sizeGb} GB ${change.volumeType} (${change.tier})${inRegion(change.region)}, paid in ${change.currency}${during(change)}`
    case 'add-snapshots':
      return `Add ${counted(change.snapshots, 'snapshot')} ${change.name} of ${change.sizeGb} GB (${change.tier})${inRegion(change.region)}, paid in ${change.currency}${during(change)}`
    case 'schedule':
      return `Run ${describeSelector(change.machines, nameOf)} ${describeWeek(change.week)}, ${describeOff(change.off)} otherwise${during(change)}`
    case 'instead-of-stopping': {
      const verb = change.off === 'hibernate' ? 'Hibernate' : 'Delete'
      return `${verb} ${describeSelector(change.machines, nameOf)} instead of leaving it shut off${during(change)}`
    }
    case 'price-percent': {
      const wallet = change.currency === undefined ? '' : ` in ${change.currency}`
      return `Price of ${describeSku(change.sku)}${wallet} ${signed(change.percent)} %${during(change)}`
    }
    case 'price-list': {
      const prices = change.prices.map(({ sku, currency, price }) => `${sku} at ${price} ${currency}`)
      return `New prices: ${prices.join(', ')}${during(change)}`
    }
    case 'growth':
      return `${signed(change.percentPerMonth)} % a month of ${describeSelector(change.resources, nameOf)}${during(change)}`
    case 'job': {
      const week = change.week
        ? `, ${describeWeek(change.week)}, ${describeOff(change.off ?? 'hibernate')} otherwise`
        : ''
      const from = change.from === undefined ? '' : ` from ${describeDay(change.from)}`
      const deadline = change.deadline === undefined ? '' : `, done by the end of ${describeDay(change.deadline)}`
      return `Do ${change.name} (${describeWork(change.work)}) on ${counted(change.machines, 'machine')}, ${describeOffer(change)}${week}${from}${deadline}`
    }
  }
}

export function describeSelector(selector: Selector, nameOf: NameOf = ID): string {
  const { ids, name, gpuModel, region, state } = selector
  const listed = ids && listOf(ids.map(nameOf))
  const model = gpuModel === undefined ? undefined : `every ${gpuModel}`
  const what = name ?? listed ?? model ?? 'everything'
  const having = [
    ...(name !== undefined && listed !== undefined ? [listed] : []),
    ...(gpuModel === undefined || what === model ? [] : [gpuModel]),
  ]
  const told = DIMENSIONS.filter((dimension) => selector[dimension] !== undefined)
  const whose = told
    .map((dimension) => {
      const [word, value] = [dimension.replace('_', ' '), selector[dimension]]
      return value === NOT_ASSIGNED_FILTER ? `no ${word}` : `${word} ${value}`
    })
    .join(', ')
  const where = region === undefined ? '' : ` in ${region}`
  const kept = [...having, ...(state === undefined ? [] : [state])]
  return `${what}${kept.length > 0 ? ` (${kept.join(', ')})` : ''}${whose === '' ? '' : ` of ${whose}`}${where}`
}

/** The first few of many. */
function listOf(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

/** '2,000 GPU-hours of L40'. */
export function describeWork(work: Work): string {
  const amount = work.amount.toLocaleString('en-GB', { maximumFractionDigits: 6 })
  switch (work.measure) {
    case 'gpu-hours':
      return `${amount} GPU-hours of ${work.referenceModel}`
    case 'pflop':
      return `${amount} PFLOP`
    case 'tokens':
    case 'samples':
      return `${amount} ${work.measure} at ${work.perSecond} a second on one ${work.referenceModel}`
  }
}

function describeOffer({ gpuCount, gpuModel, tier, region, currency }: MachineOffer): string {
  return `${gpuCount} x ${gpuModel} (${tier}) each${inRegion(region)}, paid in ${currency}`
}

function describeOff(off: Off): string {
  switch (off) {
    case 'hibernate':
      return 'hibernated'
    case 'stop':
      return 'shut off (paid in full)'
    case 'delete':
      return 'deleted'
  }
}

function describeSku(sku: string): string {
  if (sku === '*') return 'everything'
  if (sku === 'gpu/*') return 'all GPUs'
  if (sku === 'volume/*') return 'all volumes'
  if (sku === 'snapshot/*') return 'all snapshots'
  return sku
}

function during({ from, until }: ForATime): string {
  return (
    (from === undefined ? '' : ` from ${describeDay(from)}`) +
    (until === undefined ? '' : ` until ${describeDay(until)}`)
  )
}

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** '1 Dec 2026'. */
function describeDay(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? day : DAY_FORMAT.format(at)
}

function inRegion(region: string | undefined): string {
  return region === undefined ? '' : ` in ${region}`
}

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`
}

function signed(percent: string): string {
  return percent.startsWith('-') ? percent : `+${percent}`
}
