import type { OptimiseAsked, Scenario } from '../../what-if-api.ts'

/** A value as a parameter of the address: JSON in UTF-8, in the base64 that addresses take. */
export function toParam(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromParam(text: string | undefined): unknown {
  if (!text) return null
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.codePointAt(0)!)
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

export const MOST_SCENARIOS = 5

/** The scenarios of an address or a file; none where it holds none. Whether they can be is for the server to say. */
export function scenariosOf(value: unknown): Scenario[] {
  if (Array.isArray(value)) return value.filter(isScenario).slice(0, MOST_SCENARIOS)
  if (isScenario(value)) return [value]
  if (typeof value === 'object' && value !== null && 'scenarios' in value) return scenariosOf(value.scenarios)
  return []
}

export const scenariosOfParam = (text: string | undefined): Scenario[] => scenariosOf(fromParam(text))

/** The work of an address; null where it holds none. */
export function workOfParam(text: string | undefined): OptimiseAsked | null {
  const value = fromParam(text)
  return typeof value === 'object' && value !== null && 'work' in value ? (value as OptimiseAsked) : null
}

function isScenario(value: unknown): value is Scenario {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'changes' in value &&
    Array.isArray(value.changes)
  )
}

/** 'A', or the first letter that no other has. */
export function freeName(taken: readonly string[], wanted?: string): string {
  if (wanted !== undefined && !taken.includes(wanted)) return wanted
  const names =
    wanted === undefined ? ['A', 'B', 'C', 'D', 'E', 'F'] : Array.from({ length: 20 }, (_, i) => `${wanted} ${i + 2}`)
  return names.find((name) => !taken.includes(name)) ?? `${wanted ?? 'A'} ${taken.length + 1}`
}
