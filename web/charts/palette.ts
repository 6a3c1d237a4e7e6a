import type { Theme } from '../theme.ts'

/** What a canvas cannot take from the style sheet. Keep in step with styles/theme.css. */
export const INK: Readonly<Record<Theme, { surface: string; text: string; muted: string; grid: string }>> = {
  light: { surface: '#ffffff', text: '#1b2027', muted: '#57606a', grid: '#e3e7ec' },
  dark: { surface: '#171b21', text: '#e8ecf1', muted: '#9aa5b1', grid: '#2b323b' },
}

/**
 * Okabe and Ito's colours for readers of every colour vision, darkened or lightened until each stands out by 3:1 from
 * the surface of its theme. Neighbours in the order differ most.
 */
export const SERIES: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#0072b2', '#c47f00', '#00916a', '#c0609a', '#2f93cf', '#d55e00', '#857b00', '#6f56b3'],
  dark: ['#4aa3df', '#e69f00', '#1fb98b', '#dd8fbb', '#8fd0f5', '#f0803c', '#d8cd4a', '#a692e6'],
}

/** Series of no model: storage, and the models that are too many to tell apart. */
export const GREY: Readonly<Record<Theme, { storage: string; other: string }>> = {
  light: { storage: '#6b7684', other: '#8b95a1' },
  dark: { storage: '#8d98a5', other: '#6f7a87' },
}

/** A fixed slot for each family of GPU, so that a colour means the same model on every page and day. */
const FAMILY_SLOTS: readonly (readonly [RegExp, number])[] = [
  [/^RTX-A6000/, 0],
  [/^H100.*SXM/, 1],
  [/^L40/, 2],
  [/^A100/, 3],
  [/^H100.*NVLink/, 4],
  [/^H100/, 5],
  [/^(RTX-)?A4000/, 6],
  [/^(H200|B\d00|RTX-PRO)/, 7],
]

/**
 * The slot of each name, 0 to 7. `names` are all that a page shows, in all of its charts, so that a name has one colour
 * on it: each gets the slot of its family, or the next free one, in the order of the alphabet. From the ninth on slots are
 * shared, and `groupColors` sees to it that the few of one chart still differ.
 */
export function slotsOf(
  names: readonly string[],
  wantedSlot: (name: string) => number = familySlot,
): ReadonlyMap<string, number> {
  const slots = new Map<string, number>()
  const taken = new Set<number>()
  for (const name of [...new Set(names)].sort()) {
    const wanted = wantedSlot(name)
    const free = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => (wanted + step) % 8).find((slot) => !taken.has(slot))
    const slot = free ?? wanted
    taken.add(slot)
    slots.set(name, slot)
  }
  return slots
}

function familySlot(name: string): number {
  return FAMILY_SLOTS.find(([family]) => family.test(name))?.[1] ?? hash(name) % 8
}

/** '#0072b2' with 35 % opacity: '#0072b259'. */
export function faded(color: string, opacity: number): string {
  return (
    color +
    Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0')
  )
}

function hash(text: string): number {
  let value = 0
  for (const char of text) value = (value * 31 + char.codePointAt(0)!) >>> 0
  return value
}
