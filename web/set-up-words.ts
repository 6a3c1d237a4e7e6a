import { plural } from './format.ts'
import type { ApiSource, Findings } from './set-up-api.ts'

/** What became of a source, and whether somebody has to do something about it. */
export const STATE_WORDS: Readonly<Record<ApiSource['state'], { readonly word: string; readonly todo: boolean }>> = {
  found: { word: 'Can be read', todo: false },
  'needs mapping': { word: 'Needs mapping', todo: true },
  'not offered': { word: 'Not offered', todo: false },
  refused: { word: 'Refused', todo: true },
  failed: { word: 'No usable answer', todo: true },
  'not tried': { word: 'Not tried', todo: true },
}

/** 'Of 17 sources 12 can be read, 1 needs mapping, 4 are not offered.' */
export function sourcesSentence(sources: readonly Pick<ApiSource, 'state'>[]): string {
  const number = (state: ApiSource['state']) => sources.filter((source) => source.state === state).length
  const parts = [
    `${number('found')} can be read`,
    ...told(number('needs mapping'), 'needs mapping', 'need mapping'),
    ...told(number('not offered'), 'is not offered', 'are not offered'),
    ...told(number('refused'), 'is refused to this key', 'are refused to this key'),
    ...told(number('failed'), 'gave no usable answer', 'gave no usable answer'),
    ...told(number('not tried'), 'was not tried', 'were not tried'),
  ]
  return `Of ${plural(sources.length, 'source')} ${parts.join(', ')}.`
}

const told = (number: number, one: string, many: string): string[] =>
  number === 0 ? [] : [`${number} ${number === 1 ? one : many}`]

/** How the key was taken: "The key is accepted as 'X-API-Key: <key>'." */
export function keySentence({ accepted, use, tried }: Findings['auth']): string {
  if (accepted) return `The key is accepted as '${use.header}: ${`${use.scheme} <key>`.trim()}'.`
  return `The key was refused, in each of these ways: ${tried.join('; ')}. Check that it is whole and still valid at Barrack.`
}

/** What else a look tells: clocks that differ by more than a second, limits, requests. */
export function asideSentences({ clockSkewMs, rateLimit, requests }: Findings): string[] {
  const limits = Object.entries(rateLimit).map(([name, value]) => `${name} ${value}`)
  const seconds = Math.round(Math.abs(clockSkewMs ?? 0) / 1000)
  return [
    ...(seconds > 1
      ? [`Their clock is ${plural(seconds, 'second')} ${clockSkewMs! > 0 ? 'ahead of' : 'behind'} ours.`]
      : []),
    ...(limits.length > 0 ? [`They tell a limit of requests: ${limits.join(', ')}.`] : []),
    `${plural(requests, 'request')}, GET alone.`,
  ]
}

/** What was taken from a file of bills, in one sentence. */
export function importedSentence(imported: {
  readonly sources: Readonly<Partial<Record<string, { inserted: number; updated: number; quarantined: number }>>>
  readonly leftToBarrack: number
  readonly unrecognised: number
}): string {
  const counts = Object.values(imported.sources).filter((source) => source !== undefined)
  const sum = (of: 'inserted' | 'updated' | 'quarantined') => counts.reduce((total, source) => total + source[of], 0)
  return [
    `${plural(sum('inserted'), 'bill')} new, ${sum('updated')} changed.`,
    ...(sum('quarantined') > 0 ? [`${sum('quarantined')} could not be understood and wait in quarantine.`] : []),
    ...(imported.leftToBarrack > 0
      ? [`${plural(imported.leftToBarrack, 'line')} left out: Barrack itself has told of those days.`]
      : []),
    ...(imported.unrecognised > 0 ? [`${plural(imported.unrecognised, 'row')} left out: no bill of any kind.`] : []),
  ].join(' ')
}
