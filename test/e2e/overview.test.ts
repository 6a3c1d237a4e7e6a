import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoBrokenText,
  expectNoSidewaysScroll,
  expectRowVisible,
  launchBrowser,
  openPage,
  readTable,
  SCHEMES,
  WIDTHS,
} from '../support/browser.ts'
import { startProduct, type ProductProcess } from '../support/product-process.ts'

interface Wallet {
  readonly currency: string
  readonly balance: string
  readonly monthToDate: string
}

interface ChargesRow {
  readonly day: string
  readonly currency: string
  readonly gpu_model: string | null
  readonly billedCost: string
}

/** A page with a scenario and a piece of work, as a link would have it. */
const param = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const office = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 20 }
const schedule = { kind: 'schedule', machines: { name: 'dev-*' }, week: [office], off: 'hibernate' }
const work = { measure: 'gpu-hours', amount: 500, referenceModel: 'L40' }
const WHAT_IF = `/what-if?plan=${param([{ name: 'Office hours', changes: [schedule] }])}&work=${param({ work })}`

/** What a person sees in the demo, from the first second on. One start serves all of it. */
describe('the pages of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-e2e-'))
  const started = new AsyncDisposableStack()
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  let product: ProductProcess
  let browser: Browser

  beforeAll(async () => {
    const settings = { DATA_DIR: folder, QM_NOW: '2026-09-16T10:30:00Z', TZ_ACCOUNT: 'Asia/Kolkata' }
    browser = await launchBrowser()
    started.defer(() => browser.close())
    product = await startProduct(settings)
    started.defer(async () => {
      await product.stop()
    })
  })

  afterAll(() => started.disposeAsync())

  const get = async <T>(path: string): Promise<T> => (await (await fetch(product.url + path)).json()) as T

  it('show how far the first reading is, and then the figures by themselves', async () => {
    await using opened = await openPage(browser, product.url)
    const { page, errors } = opened
    await page.getByRole('heading', { level: 1, name: 'Reading the account' }).waitFor()
    await expectNoBrokenText(page)
    const figures = page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await figures.catch((cause: unknown) => {
      throw new Error(`no figures; the product said:\n${product.said().slice(-3000)}`, { cause })
    })
    expect(errors).toEqual([])
  })

  it('show each wallet with the figures of the API, and no sum of wallets', async () => {
    const { wallets } = await get<{ wallets: Wallet[] }>('/api/v1/overview')
    await using opened = await openPage(browser, product.url)
    const { page } = opened
    for (const { currency, balance } of wallets) {
      const card = page.getByRole('region', { name: `${currency} wallet` })
      const text = (await card.textContent()) ?? ''
      expect(text).toContain(`${grouped(balance)} ${currency}`)
      expect(text).toMatch(/so far [\d,.]+ \+ still to come [\d,.]+ \([\d,.]+ to [\d,.]+, 8 times in 10\) = /)
      expect(text).toMatch(/Machines .* volumes keep charging|Does not run out|Empty/)
    }
    expect(await page.locator('.cards > *').count()).toBe(wallets.length)
  })

  it('show every bar of the chart as a table too, equal to the API', async () => {
    const { rows } = await get<{ rows: ChargesRow[] }>(
      '/api/v1/charges?from=2026-08-18&to=2026-09-17&group=day,gpu_model&currency=USD',
    )
    await using opened = await openPage(browser, `${product.url}/?currency=USD`)
    const { page } = opened
    await page.getByText('View as table').click()
    const table = page.getByRole('table', { name: 'Spend per day in USD' })
    const day = rows.find((row) => row.day === '2026-09-10' && row.gpu_model !== null)
    expect(day).toBeDefined()
    await expectRowVisible(table, { Day: '10 Sep', [`${day!.gpu_model!}, billed`]: grouped(day!.billedCost) })
    const shown = await readTable(table)
    expect(shown.at(0)).toMatchObject({ Day: '18 Aug', 'Still to come': '—' })
    expect(shown.at(-1)).toMatchObject({ Day: '30 Sep', Billed: '0.00' })
    expect(shown.at(-1)?.['The whole day, 8 times in 10']).toMatch(/^[\d,.]+ to [\d,.]+$/)
    expect(await page.getByRole('img', { name: /^Spend per day in USD, 18 Aug to 30 Sep\. Billed/ }).count()).toBe(1)
    await table.getByRole('link', { name: '10 Sep' }).click()
    await page.getByRole('heading', { level: 1, name: 'Spend' }).waitFor()
    expect(new URL(page.url()).search).toBe('?currency=USD&from=2026-09-10&to=2026-09-11')
    await page.getByText('billed 10 Sep, split over days by minutes').waitFor()
  })

  it('show what runs now, dearest first', async () => {
    const { rows } = await get<{ rows: { name: string; region: string; currency: string }[] }>('/api/v1/running')
    const dearest = rows.find(({ currency }) => currency === 'USD')
    await using opened = await openPage(browser, product.url)
    const table = opened.page.getByRole('table', { name: 'Running now in the USD wallet' })
    await expectRowVisible(table, { Name: dearest!.name, Region: dearest!.region, 'Per hour': /^[\d,.]+ USD/ })
    expect((await readTable(table))[0]).toMatchObject({ Name: dearest!.name })
  })

  it('keep what is looked at in the address, so that back goes back', async () => {
    await using opened = await openPage(browser, product.url)
    const { page } = opened
    await page.getByRole('combobox', { name: 'Wallet' }).selectOption('EUR')
    await page.getByRole('region', { name: 'USD wallet' }).waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Period' }).selectOption('last-month')
    await page.getByRole('img', { name: /1 to 31 Aug/ }).waitFor()
    expect(new URL(page.url()).search).toBe('?currency=EUR&period=last-month')
    await page.goBack()
    await page.getByRole('img', { name: /18 Aug to 30 Sep/ }).waitFor()
    await page.goBack()
    await page.getByRole('region', { name: 'USD wallet' }).waitFor()
    await page.goForward()
    expect(await page.getByRole('combobox', { name: 'Wallet' }).inputValue()).toBe('EUR')
    await page.reload()
    await page.getByRole('region', { name: 'EUR wallet' }).waitFor()
    expect(await page.getByRole('region', { name: 'USD wallet' }).count()).toBe(0)
  })

  it('narrow every page to a project, until it is taken out', async () => {
    const { rows } = await get<{ rows: { resourceId: string; name: string }[] }>('/api/v1/running?currency=USD')
    const [first, second] = rows
    const assign = (parts: unknown) =>
      fetch(`${product.url}/api/v1/assignments`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ resourceIds: [first!.resourceId], parts }),
      })
    await using opened = await openPage(browser, product.url, { width: 390 })
    const { page, errors } = opened
    const running = page.getByRole('table', { name: 'Running now in the USD wallet' })
    await expectRowVisible(running, { Name: second!.name })
    expect(await page.getByRole('combobox', { name: 'Whose' }).count()).toBe(0)
    await assign([
      { project: 'moon', share: '3' },
      { project: 'mars', share: '1' },
    ])
    await page.reload()
    await page.getByRole('combobox', { name: 'Whose' }).selectOption('project moon')
    await page.getByText('Only project moon;').waitFor()
    // The note is there at once, the rows once they have come.
    await running.getByRole('row').filter({ hasText: first!.name }).filter({ hasText: '75' }).waitFor()
    expect((await readTable(running)).filter(({ Name }) => Name?.startsWith(second!.name))).toEqual([])
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: 'Spend' }).click()
    await page.getByRole('heading', { level: 1, name: 'Spend' }).waitFor()
    expect(new URL(page.url()).search).toBe('?project=moon')
    await page.getByRole('button', { name: 'Project: moon' }).click()
    await page.getByText('Only project moon;').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
    await assign(null)
    expect(errors).toEqual([])
  })

  it('say that this is a demo and how to see an own account', async () => {
    await using opened = await openPage(browser, `${product.url}/spend`)
    const { page } = opened
    await page.getByRole('button', { name: 'Connect your account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect your account' })
    expect(await dialog.textContent()).toContain('BARRACK_API_KEY=your-key npm start')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  it('give the file, named as the demo that it is', async () => {
    await using opened = await openPage(browser, `${product.url}/?currency=USD`)
    const { page } = opened
    const link = page.getByRole('link', { name: 'CSV' })
    await link.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toMatch(/^demo-.*\.csv$/)
  })

  it('read again when asked to', async () => {
    await using opened = await openPage(browser, product.url)
    const { page } = opened
    await page.getByRole('button', { name: 'Read again now' }).click()
    await page.getByText('Read again just now.').waitFor()
    await page.getByRole('button', { name: 'Read again now' }).waitFor()
    await page.getByText('Earlier readings').click()
    await expectRowVisible(page.getByRole('table', { name: 'The last 20 readings' }), {
      Began: 'Wed 16:00',
      Outcome: 'all read',
      'Changed rows': '0',
    })
  })

  it('take spend apart down to the resource and its days', async () => {
    await using opened = await openPage(browser, `${product.url}/spend?currency=USD&compare=before`)
    const { page } = opened
    const table = page.getByRole('table', { name: 'USD by GPU model' })
    const openers = table.getByRole('button')
    await openers.first().waitFor()
    const groups = await openers.count()
    await openers.first().click()
    await openers.nth(1).click()
    await table
      .getByRole('rowheader', { name: /^\d+ (Aug|Sep), / })
      .first()
      .waitFor()
    expect(await openers.count()).toBeGreaterThan(groups)
    expect((await readTable(table))[0]?.['Change']).toMatch(/more|less|new|the same/)
    await page.getByRole('combobox', { name: 'Taken apart by' }).selectOption('state')
    await page.getByRole('table', { name: 'USD by state' }).getByText('running').first().waitFor()
  })

  it('forecast with an interval as far as one looks', async () => {
    await using opened = await openPage(browser, `${product.url}/forecast?currency=USD`)
    const { page } = opened
    await page.getByText(/^so far/).waitFor()
    await page.getByRole('combobox', { name: 'How far' }).selectOption('next-month')
    await page.getByRole('heading', { name: '1 to 31 Oct' }).waitFor()
    const [row] = await readTable(page.getByRole('table', { name: 'USD by GPU model' }))
    expect(row).toMatchObject({
      'So far': '0.00',
      '8 times in 10 between': expect.stringMatching(/^[\d,.]+ and [\d,.]+$/) as string,
    })
  })

  it('compare a scenario with the plan, by cause, and mark the field that is wrong', async () => {
    await using opened = await openPage(browser, `${product.url}/what-if?currency=USD`)
    const { page, errors } = opened
    await page.getByRole('button', { name: 'Add a scenario' }).click()
    await page.getByRole('combobox', { name: 'Add a change' }).selectOption('add-machines')
    await page.getByRole('button', { name: /^Add 1 machine new, / }).waitFor()
    await page.getByLabel('GPU model').fill('RTX-A6000')
    await page.getByLabel('GPUs each').fill('8')
    await page.getByLabel('GPUs each').blur()
    await page.getByText('RTX-A6000 is sold up to 4 per machine; 8 asked').waitFor()
    await page.getByLabel('GPUs each').fill('4')
    await page.getByLabel('GPUs each').blur()
    await page.getByRole('img', { name: /^A: ↑ [\d,.]+ USD more: count \+/ }).waitFor()
    const plans = page.getByRole('table', { name: /^USD wallet, / })
    await expectRowVisible(plans, { Plan: 'A', 'Against the baseline': /^↑ [\d,.]+ USD more$/ })
    const made = page.getByRole('region', { name: 'What makes A' })
    await made.getByText('hours and prices').click()
    await made.getByText(/4 × RTX-A6000, [\d,.]+ h on × [\d,.]+ USD/).waitFor()
    const shared = page.url()
    await page.getByRole('button', { name: 'Try all ways' }).click()
    await page.getByRole('button', { name: /^Take the cheapest/ }).click()
    await expectRowVisible(page.getByRole('table', { name: 'Work' }), { Work: 'job' })
    await page.goto(shared)
    await expectRowVisible(plans, { Plan: 'A' })
    expect(await page.getByRole('region', { name: /^Scenario / }).count()).toBe(1)
    expect(errors).toEqual([])
  })

  it('can be walked by keyboard: past the frame, and to the heading of the next page', async () => {
    await using opened = await openPage(browser, product.url)
    const { page } = opened
    await page.getByRole('region', { name: 'USD wallet' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.getByRole('link', { name: 'Spend', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Spend' }).waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Spend')
    expect(await page.title()).toBe('Spend - Quartermaster')
  })

  it('keep the chosen colours over a reload, whatever the system says', async () => {
    await using opened = await openPage(browser, product.url, { colorScheme: 'light' })
    const { page } = opened
    const background = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await background()
    await page.getByTitle('Dark').click()
    const dark = await background()
    expect(dark).not.toBe(light)
    await page.reload()
    await page.getByRole('region', { name: 'USD wallet' }).waitFor()
    expect(await background()).toBe(dark)
  })

  it('say so where an address leads nowhere', async () => {
    await using opened = await openPage(browser, `${product.url}/nowhere`)
    await opened.page.getByRole('heading', { level: 1, name: 'No such page' }).waitFor()
  })

  it('come in under 120 KB', async () => {
    const html = await (await fetch(product.url)).text()
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
    const bodies = await Promise.all(files.map(async (path) => (await fetch(product.url + path)).bytes()))
    expect(files.length).toBeGreaterThan(1)
    expect(bodies.reduce((total, body) => total + gzipSync(body).length, 0)).toBeLessThan(120_000)
  })

  describe.each([
    '/',
    '/spend?compare=before',
    WHAT_IF,
    '/forecast',
    '/plans',
    '/hibernation',
    '/capacity',
    '/prices',
    '/reconcile',
  ])('%s', (path) => {
    /** Nothing is planned yet in the demo, so its page has no table. */
    const shown = (page: Page) =>
      path === '/plans' ? page.getByText('Nothing is planned') : page.getByRole('table').first()

    it('fits every screen from 320 px on', async () => {
      await using opened = await openPage(browser, product.url + path)
      const { page } = opened
      await shown(page).waitFor()
      for (const width of [320, 600, 899, 900, 1024, 1199, 1200, 1280, 1400, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        await expectNoSidewaysScroll(page, width)
      }
    })

    it.each(SCHEMES.flatMap((colorScheme) => WIDTHS.map((width) => ({ colorScheme, width }))))(
      'is accessible and fits: $colorScheme, $width px',
      async ({ colorScheme, width }) => {
        await using opened = await openPage(browser, product.url + path, { colorScheme, width })
        const { page, errors } = opened
        await shown(page).waitFor()
        await page.waitForLoadState('networkidle')
        for (const details of await page.locator('summary').all()) await details.click()
        await expectNoSidewaysScroll(page)
        await expectNoBrokenText(page)
        await expectAccessible(page)
        expect(errors).toEqual([])
      },
    )
  })
})

/** As the page writes an amount. */
function grouped(value: string): string {
  const format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return format.format(value as Intl.StringNumericLiteral)
}
