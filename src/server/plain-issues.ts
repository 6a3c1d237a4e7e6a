import { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * What zod finds, in words for whoever typed it; they stand after the name of the parameter: 'certainty: must be at most
 * 99'. Undefined where zod's own words stay, and never instead of words that a schema brings itself.
 */
export function plainIssue(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options.map(String)) : undefined
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)
    case 'invalid_format':
      return FORMATS[issue.format]
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return 'is not known here'
    default:
      return undefined
  }
}

/** From now on in this process. */
export const speakPlainly = (): void => {
  z.config({ customError: plainIssue })
}

const TYPES: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const FORMATS: Partial<Record<string, string>> = {
  datetime: 'must be an instant with its zone, as 2026-03-05T10:00:00Z',
  date: 'must be a day, as 2026-03-01',
  url: 'must be an address, as https://example.org',
  email: 'must be a mail address',
}

const oneOf = (words: readonly string[]) =>
  words.length === 1 ? `must be '${words[0]}'` : `must be one of ${words.join(', ')}`

const COUNTED: Partial<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
}

function bound(origin: string, words: string, limit: number | bigint): string {
  const counted = COUNTED[origin]
  if (!counted) return `must be ${words} ${limit}`
  if (words === 'at least' && limit === 1) return 'must not be empty'
  return `must have ${words} ${limit} ${Number(limit) === 1 ? counted[0] : counted[1]}`
}
