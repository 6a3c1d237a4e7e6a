import type { ApiMap } from '../../set-up-api.ts'

/** What a field of theirs counts where that is not our unit. */
export const UNITS = {
  '': 'as we do',
  cents: 'cents',
  hours: 'hours',
  seconds: 'seconds',
  per_hour: 'per hour',
} as const
export type Unit = keyof typeof UNITS

/** One of our fields and where it stands with them. */
export interface MappedField {
  readonly ours: string
  readonly theirs: string
  readonly unit: Unit
}

/** What of one endpoint differs; an empty text is as in the contract. */
export interface MapEntry {
  readonly path: string
  readonly list: string
  readonly pageParameter: string
  readonly limitParameter: string
  readonly fields: readonly MappedField[]
}

export interface MapAuth {
  readonly header: string
  readonly scheme: string
}

/** A map as it is edited. */
export interface MapDraft {
  readonly auth: MapAuth | null
  readonly entries: Readonly<Record<string, MapEntry>>
}

export const EMPTY_ENTRY: MapEntry = { path: '', list: '', pageParameter: '', limitParameter: '', fields: [] }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What a map says, in the parts that are edited. What has another form is not shown; JSON tells of it. */
export function draftOf({ auth, ...endpoints }: ApiMap): MapDraft {
  return {
    auth: isObject(auth) ? { header: textOf(auth['header']), scheme: textOf(auth['scheme']) } : null,
    entries: Object.fromEntries(Object.entries(endpoints).map(([name, value]) => [name, entryOf(value)])),
  }
}

function entryOf(value: unknown): MapEntry {
  if (!isObject(value)) return { ...EMPTY_ENTRY, path: textOf(value) }
  const fields = isObject(value['fields']) ? Object.entries(value['fields']) : []
  return {
    path: textOf(value['path']),
    list: textOf(value['list']),
    pageParameter: textOf(value['pageParameter']),
    limitParameter: textOf(value['limitParameter']),
    fields: fields.map(([ours, source]) =>
      isObject(source)
        ? { ours, theirs: textOf(source['from']), unit: textOf(source['unit']) as Unit }
        : { ours, theirs: textOf(source), unit: '' },
    ),
  }
}

/** Whether two maps say the same, in whatever order the store gives their keys back. */
export const sameMap = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

function sorted(value: unknown): unknown {
  if (!isObject(value) || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * What of an endpoint differs, in one line: '/api/v1/vms/billing; rows under data.items; total_cost is cost_cents (cents)'.
 */
export function entryText({ path, list, pageParameter, limitParameter, fields }: MapEntry): string {
  const parts = [
    path,
    list && `rows under ${list}`,
    pageParameter && `page is ${pageParameter}`,
    limitParameter && `its size is ${limitParameter}`,
    ...fields.map(({ ours, theirs, unit }) => `${ours} is ${theirs}${unit === '' ? '' : ` (${UNITS[unit]})`}`),
  ]
  return parts.filter((part) => part !== '').join('; ') || 'nothing yet'
}

/** The map that is saved: a path alone where nothing else differs, and nothing of what is as in the contract. */
export function mapOf({ auth, entries }: MapDraft): ApiMap {
  const told = Object.entries(entries).flatMap(([name, entry]) => {
    const { path, fields, ...parts } = entry
    const mapped = fields.filter(({ ours, theirs }) => ours !== '' && theirs !== '')
    const others = Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== ''))
    const whole = {
      ...(path !== '' && { path }),
      ...others,
      ...(mapped.length > 0 && {
        fields: Object.fromEntries(
          mapped.map(({ ours, theirs, unit }) => [ours, unit === '' ? theirs : { from: theirs, unit }]),
        ),
      }),
    }
    const names = Object.keys(whole)
    if (names.length === 0) return []
    return [[name, names.length === 1 && path !== '' ? path : whole] as const]
  })
  return { ...(auth && { auth: { ...auth } }), ...Object.fromEntries(told) }
}
