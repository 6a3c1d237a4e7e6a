import axe from 'axe-core'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

export const WIDTHS = [1440, 390] as const
export const SCHEMES = ['light', 'dark'] as const

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium that browser-setup.ts found. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('chromiumPath'), args: FLAGS })
}

export interface OpenOptions {
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
}

/** A page of its own, with an empty local storage; what it writes as an error fails the test that asks for `errors`. */
export async function openPage(browser: Browser, url: string, options: OpenOptions = {}) {
  const { width = 1440, colorScheme = 'light' } = options
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'de-DE' })
  // The first reading of the demo is waited for on the page.
  context.setDefaultTimeout(300_000)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // The browser notes each answer that is no success, also the 503 that the page waits through.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors, [Symbol.asyncDispose]: () => context.close() }
}

/**
 * A row of a table whose cells, named by their columns, are as given, is on screen:
 * `expectRowVisible(page.getByRole('table', { name: 'Running now' }), { Name: 'train-7', State: 'running' })`.
 * Fails with the rows that there are.
 */
export async function expectRowVisible(
  table: Locator,
  cells: Readonly<Record<string, string | RegExp>>,
): Promise<void> {
  const rows = await readTable(table)
  const matches = rows.map((row) =>
    Object.entries(cells).every(([column, text]) => {
      const cell = row[column]
      return cell !== undefined && (typeof text === 'string' ? cell === text : text.test(cell))
    }),
  )
  const index = matches.indexOf(true)
  if (index === -1) expect(rows, 'no such row in the table').toContainEqual(cells)
  expect(await table.getByRole('rowheader').nth(index).isVisible(), 'the row is on screen').toBe(true)
}

/** The rows of a table as objects by column. */
export async function readTable(table: Locator): Promise<Record<string, string>[]> {
  await table.waitFor({ state: 'attached' })
  const columns = (await table.locator('thead th').allTextContents()).map(plain)
  const texts = await Promise.all(
    (await table.locator('tbody tr').all()).map(async (row) => row.locator('th, td').allTextContents()),
  )
  return texts.map((row) => Object.fromEntries(columns.map((column, index) => [column, plain(row[index] ?? '')])))
}

/** No finding of axe that is serious or worse. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`) }))
  expect(grave).toEqual([])
}

/** Nothing that a program wrote by mistake, neither to be seen nor to be heard. */
export async function expectNoBrokenText(page: Page): Promise<void> {
  const text = await page.evaluate<string>(
    `document.title + ' ' + document.body.innerText + ' ' +
      [...document.querySelectorAll('[aria-label]')].map((each) => each.ariaLabel).join(' ')`,
  )
  expect(text).not.toMatch(/NaN|undefined|null|Invalid Date|Infinity|\[object/)
}

/** The page is not wider than the screen. */
export async function expectNoSidewaysScroll(page: Page, width?: number): Promise<void> {
  const excess = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(excess, `pixels that the page is wider than the screen ${width ?? ''}`).toBeLessThanOrEqual(0)
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
