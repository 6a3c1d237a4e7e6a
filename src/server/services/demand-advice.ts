import { momentWords } from '../../engine/clock-words.ts'
import { formatPicos, parsePicos, type Instant } from '../../engine/index.ts'
import type { DemandDto } from '../dto/capacity.ts'
import type { Option } from './demand-options.ts'

type Advice = DemandDto['advice'][number]

/** So much likelier, or as likely and cheaper, is worth a sentence. */
const CLEARLY = 0.1

/**
 * What a person out of luck is told to try (another region, another GPU, another time, another count), each with its
 * chance and what it costs more or less than what it stands for. Nothing where that is feasible and cheapest.
 */
export function demandAdvice(options: readonly Option[], { zone, now }: { zone: string; now: Instant }): Advice[] {
  const asked = options.filter(({ isAsked }) => isAsked)
  const [first] = asked
  if (!first) return []
  const p = first.chance.p ?? 0
  const advice: Advice[] = []
  const add = (kind: Advice['kind'], option: Option | undefined, what: (option: Option) => string, than = first) => {
    if (option) advice.push({ kind, words: `${what(option)}: ${chanceWords(option)}${costWords(option, than)}` })
  }
  // The options are sorted by chance: the least likely region is where people are stuck.
  const stuck = asked.findLast(({ chance }) => chance.p !== null) ?? first
  if (stuck.region !== first.region && p > (stuck.chance.p ?? 0) + CLEARLY)
    add('other region', first, ({ region }) => `${region} instead of ${stuck.region}`, stuck)
  const [cheaper] = asked.filter(
    (option) =>
      option.region !== first.region && (option.chance.p ?? 0) >= p - CLEARLY && difference(option, first) < 0n,
  )
  add('other region', cheaper, ({ region }) => `${region} instead of ${first.region}`)
  const other = options.find(
    (option) => !option.isAsked && ((option.chance.p ?? 0) > p + CLEARLY || difference(option, first) < 0n),
  )
  add('other GPU', other, ({ gpuModel, region }) => `${gpuModel} in ${region} instead of ${first.gpuModel}`)
  const split = asked.find(
    (option) =>
      option.region === first.region && option.gpuModel === first.gpuModel && option.machines < first.machines,
  )
  add('other count', split, (option) => `${countWords(option)} in ${option.region} instead of ${countWords(first)}`)
  for (const { betterStart, hold, region, gpuModel } of asked.slice(0, 1)) {
    if (betterStart)
      advice.push({
        kind: 'other time',
        words: `${gpuModel} in ${region} from ${momentWords(Date.parse(betterStart.startsAt), zone, now)}: ${percent(betterStart.p)}, instead of ${percent(p)}`,
      })
    if (hold)
      advice.push({
        kind: 'take early and hold',
        words: `from ${momentWords(Date.parse(hold.startsAt), zone, now)} the chance is ${percent(hold.p)}; holding it ${hold.hours} h until the start costs ${hold.costs
          .map(({ amount, perHour, currency }) => `${cents(amount)} ${currency} (${cents(perHour)} an hour)`)
          .join(' or ')}`,
      })
  }
  return advice
}

function chanceWords({ chance, tried }: Option): string {
  if (chance.p === null) return 'chance not known yet'
  const seen = chance.snapshots === tried.good + tried.failed ? 'deploys and restores' : 'readings'
  return `${percent(chance.p)} at the start (${chance.snapshots} ${seen})`
}

function costWords(option: Option, than: Option): string {
  const words = option.prices.flatMap(({ currency, total }) => {
    const other = than.prices.find((price) => price.currency === currency)
    if (!other) return []
    const more = parsePicos(total) - parsePicos(other.total)
    if (more === 0n) return [`${cents(total)} ${currency} in all`]
    const by = cents(formatPicos(more < 0n ? -more : more))
    return [`${cents(total)} ${currency} in all, ${by} ${more < 0n ? 'less' : 'more'}`]
  })
  return words.length === 0 ? '' : `, ${words.join(' or ')}`
}

/** In the first wallet that knows both. */
function difference(option: Option, than: Option): bigint {
  for (const { currency, total } of option.prices) {
    const other = than.prices.find((price) => price.currency === currency)
    if (other) return parsePicos(total) - parsePicos(other.total)
  }
  return 0n
}

const countWords = ({ machines, gpusEach }: Option) =>
  `${machines} ${machines === 1 ? 'machine' : 'machines'} of ${gpusEach} ${gpusEach === 1 ? 'GPU' : 'GPUs'}`
const percent = (p: number) => `${Math.round(p * 100)} %`
const cents = (decimal: string) => Number(decimal).toFixed(2)
