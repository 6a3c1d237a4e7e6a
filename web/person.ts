const KEY = 'quartermaster-person'

/** The name under which this browser's person plans and approves; '' until it was typed once. */
export function personName(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function keepPersonName(name: string): void {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
