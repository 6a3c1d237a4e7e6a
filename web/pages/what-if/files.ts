import { setParams } from '../../router.ts'
import type { Scenario } from '../../what-if-api.ts'
import { scenariosOf, toParam } from './scenario-address.ts'

/** The scenarios of the page are its address, and so is the one that is looked at. */
export function showScenarios(scenarios: readonly Scenario[], look: number): void {
  setParams({ plan: scenarios.length === 0 ? null : toParam(scenarios), look: look === 0 ? null : String(look) })
}

/** Hands a file to the reader. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

export function saveJson(name: string, value: unknown): void {
  saveFile(name, new Blob([JSON.stringify(value, null, 2), '\n'], { type: 'application/json' }))
}

/** The scenarios of a file that the reader chose; null where it holds none. */
export async function scenariosOfFile(file: File): Promise<Scenario[] | null> {
  try {
    const scenarios = scenariosOf(JSON.parse(await file.text()))
    return scenarios.length > 0 ? scenarios : null
  } catch {
    return null
  }
}
