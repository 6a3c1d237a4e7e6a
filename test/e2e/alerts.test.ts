import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWeb, webRoot } from '../../src/commands/web-build.ts'
import { findAlertRules } from '../../src/db/alert-rule-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import { serveApp } from '../../src/server/main.ts'
import { contextOf, fill } from '../server/fixture.ts'
import { expectAccessible, expectNoSidewaysScroll, launchBrowser, openPage, WIDTHS } from '../support/browser.ts'

describe('alert rules in the browser', () => {
  const started = new AsyncDisposableStack()
  let browser: Browser
  let store: Store
  let url: string

  beforeAll(async () => {
    await buildWeb()
    browser = await launchBrowser()
    started.defer(() => browser.close())
    store = await openStore({ kind: 'pglite', dataDir: null })
    started.defer(() => store.close())
    await store.migrate()
    await fill(store)
    const server = await serveApp(contextOf(store, { webRoot }), { host: '127.0.0.1', port: 0 })
    started.defer(() => server.close())
    url = server.url
  })
  afterAll(() => started.disposeAsync())

  it('a rule that stands is narrowed to a project, and to nobody again', async () => {
    await using opened = await openPage(browser, `${url}/alerts`)
    const { page, errors } = opened
    const guard = async () => (await findAlertRules(store.db, 1)).find(({ watch }) => watch.kind === 'burn-guard')!
    const name = 'Burn guard'
    await page.getByRole('button', { name: `Change ${name}` }).click()
    const form = page.getByRole('form', { name: `Change ${name}` })
    const keep = async (project: string) => {
      await form.getByLabel('Project').fill(project)
      await form.getByRole('button', { name: 'Keep it' }).click()
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      await expectNoSidewaysScroll(page)
    }
    await expectAccessible(page)
    await form.getByLabel('Times the dearest hour').fill('3')
    await keep('lab')
    const row = page.getByRole('table', { name: 'What is watched' }).getByRole('row').filter({ hasText: name })
    await row.getByText('lab').waitFor()
    expect((await guard()).watch).toMatchObject({ project: 'lab', factor: 3 })
    await keep('')
    await row.getByText('lab').waitFor({ state: 'detached' })
    expect((await guard()).watch).toMatchObject({ factor: 3 })
    expect((await guard()).watch).not.toMatchObject({ project: 'lab' })
    expect(errors).toEqual([])
  })

  it('limits and names are taken key by key as they are typed', async () => {
    await using opened = await openPage(browser, `${url}/alerts`)
    const { page, errors } = opened
    const ofBilled = (rules: Awaited<ReturnType<typeof findAlertRules>>) =>
      rules.find(({ watch }) => watch.kind === 'budget' && watch.basis === 'actual')!
    const { name } = ofBilled(await findAlertRules(store.db, 1))
    await page.getByRole('button', { name: `Change ${name}` }).click()
    const form = page.getByRole('form', { name: `Change ${name}` })
    for (const [label, text] of [
      ['Over', '70, 95'],
      ['Project', 'team a'],
    ] as const) {
      await form.getByLabel(label).fill('')
      await form.getByLabel(label).pressSequentially(text)
    }
    await form.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('table', { name: 'What is watched' }).getByText('team a').waitFor()
    expect(ofBilled(await findAlertRules(store.db, 1)).watch).toMatchObject({ percents: [70, 95], project: 'team a' })
    expect(errors).toEqual([])
  })
})
