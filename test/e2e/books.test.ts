import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWeb, webRoot } from '../../src/commands/web-build.ts'
import { findAudit } from '../../src/db/audit-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import { serveApp } from '../../src/server/main.ts'
import { contextOf, fill, NOW, restate } from '../server/fixture.ts'
import {
  expectAccessible,
  expectNoBrokenText,
  expectNoSidewaysScroll,
  launchBrowser,
  openPage,
  readTable,
} from '../support/browser.ts'

const DAY = 86_400_000
const ADMIN_TOKEN = 'only-the-head-of-finance'

/** What finance does at the end of a month, on the pages, over a small account whose bills can be restated. */
describe('the books in the browser', () => {
  const started = new AsyncDisposableStack()
  let browser: Browser
  let store: Store
  let url: string
  let now = NOW

  beforeAll(async () => {
    await buildWeb()
    browser = await launchBrowser()
    started.defer(() => browser.close())
    store = await openStore({ kind: 'pglite', dataDir: null })
    started.defer(() => store.close())
    await store.migrate()
    await fill(store)
    const context = contextOf(store, { clock: () => now, webRoot })
    const config = { ...context.config, adminToken: ADMIN_TOKEN }
    const server = await serveApp({ ...context, config }, { host: '127.0.0.1', port: 0 })
    started.defer(() => server.close())
    url = server.url
  })
  afterAll(() => started.disposeAsync())

  const rowOf = (table: Locator, name: string) => table.getByRole('row').filter({ hasText: name })
  const chosen = (page: Page, name: string) => rowOf(page.getByRole('table', { name: 'Whose they are' }), name)

  it('assign what is chosen to a project, several at once, and take it back', async () => {
    await using opened = await openPage(browser, `${url}/machines?show=all`)
    const { page, errors } = opened
    const form = page.getByRole('form', { name: 'Assign what is chosen' })
    await chosen(page, 'train-7').getByRole('checkbox').check()
    await chosen(page, 'data, main').getByRole('checkbox').check()
    await form.getByLabel('Project').fill('lab')
    await form.getByRole('button', { name: 'Assign the 2 chosen' }).click()
    await form.getByText('2 resources assigned.').waitFor()
    // The table is read again after it is said.
    await chosen(page, 'train-7').getByText('lab').waitFor()
    await chosen(page, 'data, main').getByText('lab').waitFor()
    await form.getByRole('button', { name: 'Leave them to the rules' }).click()
    await form.getByText('2 resources left to the rules again.').waitFor()
    await chosen(page, 'data, main').getByText('not assigned').waitFor()
    expect(errors).toEqual([])
  })

  it('close a month with what is open listed, show what it came to be since, and open it again as an admin, for a reason', async () => {
    await using opened = await openPage(browser, `${url}/books?month=2026-03`)
    const { page, errors } = opened
    const panel = page.getByRole('region', { name: 'Closing March 2026' })
    await panel.getByText('are of no project, owner or cost center').first().waitFor()
    const form = panel.getByRole('form', { name: 'Close March 2026' })
    await form.getByLabel('Your name').fill('Ann')
    await form.getByLabel('Close it in spite of what is still open').check()
    await form.getByRole('button', { name: 'Close March 2026' }).click()
    await panel.getByRole('heading', { name: 'March 2026 is closed' }).waitFor()
    await panel.getByText('None of its bills has changed since it was closed.').waitFor()
    const charged = async (month: string) =>
      ((await (await fetch(`${url}/api/v1/statement?month=${month}`)).json()) as { wallets: unknown[] }).wallets
    const march = await charged('2026-03')

    now = NOW + DAY
    await restate(store, 'r-1', '0.5', now - 1000)
    await page.reload()
    const since = panel.getByRole('table', { name: 'Changed since closing: corrections in the open month' })
    await since.waitFor()
    expect(await readTable(since)).toEqual([
      {
        Bill: 'train-7record r-1',
        Cause: 'Barrack restated the bill',
        'Booked on': expect.stringContaining('11 Apr') as string,
        'Charged more by': expect.stringMatching(/^[−-]13\.25 USD$/) as string,
      },
    ])
    expect(await charged('2026-03')).toEqual(march)

    await panel.getByText('Open it again').first().click()
    const reopen = panel.getByRole('form', { name: 'Open March 2026 again' })
    await reopen.getByLabel('Why').fill('the receipt was of another month')
    await reopen.getByRole('button', { name: 'Open it again' }).click()
    const dialog = page.getByRole('dialog', { name: 'An admin does this' })
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    await reopen.getByText('Only an admin does this').waitFor()
    await reopen.getByRole('button', { name: 'Open it again' }).click()
    await dialog.getByLabel('Admin token').fill(ADMIN_TOKEN)
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await panel.getByRole('heading', { name: 'Close March 2026' }).waitFor()
    const [last] = await findAudit(store.db, 1, { before: null, limit: 1 })
    expect(last).toMatchObject({ actor: 'Ann', event: 'month reopened' })
    expect(last!.detail).toBe('2026-03: the receipt was of another month')
    expect(errors).toEqual([])
  })

  it('asks for the admin where machines would be put to sleep', async () => {
    await using opened = await openPage(browser, `${url}/plans`)
    const { page, errors } = opened
    page.setDefaultTimeout(20_000)
    const exception = page.getByRole('form', { name: 'Add an exception' })
    await page.getByLabel('Your name').first().fill('Ann')
    await exception.getByLabel('Name or id').fill('train-7')
    await exception.getByLabel('Exception').fill('away until tomorrow 09:00')
    await exception.getByRole('button', { name: 'Add the exception' }).click()
    const dialog = page.getByRole('dialog', { name: 'An admin does this' })
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    await exception.getByText('Only an admin does this').waitFor()

    await exception.getByRole('button', { name: 'Add the exception' }).click()
    await dialog.getByLabel('Admin token').fill('a-guess-of-somebody-else')
    await dialog.getByLabel('Admin token').press('Enter')
    await dialog.getByText('That is not the token.').waitFor()
    await dialog.getByLabel('Admin token').fill(ADMIN_TOKEN)
    await dialog.getByLabel('Admin token').press('Enter')
    await exception.getByText('Planned: train-7 away').waitFor()
    // The page remembers the token.
    const plans = page.getByRole('table', { name: 'What is planned' })
    await rowOf(plans, 'train-7 away').getByRole('button', { name: 'Take back' }).click()
    await rowOf(plans, 'train-7 away').getByRole('button', { name: 'Yes' }).click()
    await rowOf(plans, 'train-7 away').waitFor({ state: 'detached' })
    expect(await dialog.isVisible()).toBe(false)
    expect(errors).toEqual([])
  })

  it.each(
    ['/books?month=2026-03', '/machines?show=all'].flatMap((path) => [
      { path, colorScheme: 'light' as const, width: 1440 },
      { path, colorScheme: 'dark' as const, width: 390 },
    ]),
  )('$path is accessible and fits: $colorScheme, $width px', async ({ path, colorScheme, width }) => {
    await using opened = await openPage(browser, url + path, { colorScheme, width })
    const { page, errors } = opened
    await page.getByRole('table').first().waitFor()
    await page.waitForLoadState('networkidle')
    for (const details of await page.locator('summary').all()) await details.click()
    await expectNoSidewaysScroll(page)
    await expectNoBrokenText(page)
    await expectAccessible(page)
    expect(errors).toEqual([])
  })
})
