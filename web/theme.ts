import { computed, effect, signal } from '@preact/signals'

export type Theme = 'light' | 'dark'
export type ThemeChoice = Theme | 'system'

const KEY = 'quartermaster-theme'
const darkQuery = matchMedia('(prefers-color-scheme: dark)')

const systemTheme = signal<Theme>(darkQuery.matches ? 'dark' : 'light')

/** What the reader chose; kept in this browser. */
export const themeChoice = signal<ThemeChoice>(storedChoice())

/** What is drawn. */
export const theme = computed<Theme>(() => (themeChoice.value === 'system' ? systemTheme.value : themeChoice.value))

/** Keeps the page in the chosen theme and follows the system where nothing is chosen. Call once. */
export function startTheme(): void {
  darkQuery.addEventListener('change', () => (systemTheme.value = darkQuery.matches ? 'dark' : 'light'))
  effect(() => {
    const choice = themeChoice.value
    if (choice === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = choice
    store(choice)
  })
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system' // A browser that keeps nothing.
  }
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, choice)
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}
