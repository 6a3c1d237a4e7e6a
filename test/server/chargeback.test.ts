import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChargebackDto } from '../../src/server/dto/chargeback.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import { deliverDue } from '../../src/server/notify/deliver.ts'
import { NO_SETTINGS } from '../../src/server/notify/settings.ts'
import { startMailServer } from '../support/receiver.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

describe.each(STORES)('chargeback on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store, { clock: () => NOW }))
    await send('PUT', 'assignments', {
      resourceIds: ['i-1'],
      parts: [
        { project: 'lab', share: '1' },
        { project: 'shop', share: '2' },
      ],
    })
    await send('PUT', 'assignments', { resourceIds: ['i-2'], parts: [{ project: 'lab', owner: 'ann@lab.example' }] })
  })
  afterAll(() => store.close())

  const send = (method: string, path: string, body?: unknown) =>
    app.request(`/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const ok = async <T>(path: string): Promise<T> => {
    const answer = await send('GET', path)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }

  test.each(['2026-03', '2026-04'])('the shares of %s add up to the wallets of the statement', async (month) => {
    const { lines } = await ok<ChargebackDto>(`chargeback?month=${month}`)
    const { wallets } = await ok<StatementDto>(`statement?month=${month}`)
    for (const { currency, total } of wallets) {
      const own = lines.filter((line) => line.currency === currency)
      expect(own.reduce((sum, { soFar }) => sum + Number(soFar), 0)).toBeCloseTo(Number(total.charged), 9)
    }
  })

  test('a shared machine is told to both, by their shares, and what each was charged for adds up', async () => {
    const { lines } = await ok<ChargebackDto>('chargeback?month=2026-03')
    const of = (name: string) => lines.find((line) => line.name === name && line.currency === 'USD')!
    expect(Number(of('shop').soFar)).toBeCloseTo(2 * Number(of('lab').soFar), 9)
    for (const { soFar, resources } of lines) {
      expect(resources.reduce((sum, { amount }) => sum + Number(amount), 0)).toBeCloseTo(Number(soFar), 9)
    }
    expect(of('lab')).toMatchObject({ forecast: null, couldBeAvoided: null })
  })

  test('of the month that runs it tells the forecast, never less than what is charged', async () => {
    const { isOpen, lines } = await ok<ChargebackDto>('chargeback?month=2026-04')
    expect(isOpen).toBe(true)
    for (const { soFar, forecast } of lines) {
      expect(Number(forecast!.p10)).toBeGreaterThanOrEqual(Number(soFar))
      expect(Number(forecast!.p50)).toBeGreaterThanOrEqual(Number(forecast!.p10))
    }
    expect(lines.some(({ soFar, forecast }) => Number(forecast!.p50) > Number(soFar))).toBe(true)
  })

  test('a line is held against its budget and the grant that it draws on, also in the file, the PDF and the message', async () => {
    const days = { firstDay: '2026-01-01', amounts: [{ from: '2026-01-01', amount: '400' }] }
    await send('POST', 'budgets', { name: 'lab a month', currency: 'USD', scope: { project: 'lab' }, ...days })
    await send('POST', 'budgets', {
      name: 'lab in Norway',
      currency: 'USD',
      scope: { project: 'lab', region: 'NORWAY-1' },
      ...days,
    })
    const grant = { name: 'ERC', currency: 'USD', amount: '9000', firstDay: '2026-03-01', lastDay: '2026-12-31' }
    await send('POST', 'funds', { ...grant, projects: ['lab'] })
    await send('POST', 'funds', { ...grant, name: 'of somebody of it', projects: ['lab'], owners: ['anna'] })
    const { lines } = await ok<ChargebackDto>('chargeback?month=2026-03')
    const { soFar, against } = lines.find((line) => line.name === 'lab' && line.currency === 'USD')!
    expect(against).toMatchObject([
      { kind: 'budget', name: 'lab a month', from: '2026-03-01', to: '2026-04-01', amount: '400', spent: soFar },
      { kind: 'fund', name: 'ERC', to: '2027-01-01', amount: '9000' },
    ])
    expect(lines.filter((line) => line.name !== 'lab').every((line) => line.against.length === 0)).toBe(true)
    const csv = await (await send('GET', 'exports/chargeback.csv?month=2026-03&by=project')).text()
    expect(csv).toContain(`,lab a month,400,${soFar}\r\n`)
    const pdf = Buffer.from(await (await send('GET', 'exports/chargeback.pdf?month=2026-03')).arrayBuffer())
    expect(pdf.toString('latin1')).toContain('Grant ERC')
  })

  test('it is written to the channel that bears the name', async () => {
    const report = { month: '2026-03', by: 'project', name: 'shop' }
    const none = await send('POST', 'chargeback/send', report)
    expect(((await none.json()) as { detail: string }).detail).toContain("no channel is called 'shop'")
    await send('POST', 'notify/channels', { name: 'Shop', kind: 'webhook', target: 'https://hooks.example/shop' })
    const sent = await send('POST', 'chargeback/send', report)
    expect(await sent.json()).toEqual({ sentTo: ['Shop'] })
    const { rows } = await ok<{ rows: { kind: string; subject: string; text: string }[] }>('notify/messages')
    expect(rows[0]).toMatchObject({ kind: 'chargeback', subject: 'The lab: Barrack in 2026-03, shop' })
    const sentOf = async (name: string, query = '') =>
      (await ok<ChargebackDto>(`chargeback?month=2026-03${query}`)).lines.find((line) => line.name === name)!.sent
    const at = new Date(NOW).toISOString()
    expect(await sentOf('shop')).toEqual({ at, times: 1, to: [{ channel: 'Shop', status: 'waiting' }] })
    expect(await sentOf('lab')).toBeNull()
    app = createApp(contextOf(store, { clock: () => NOW + 60_000 }))
    expect((await send('POST', 'chargeback/send', report)).status).toBe(200)
    expect(await sentOf('shop')).toMatchObject({ at: new Date(NOW + 60_000).toISOString(), times: 2 })
    app = createApp(contextOf(store, { clock: () => NOW }))
    const nobody = await send('POST', 'chargeback/send', { ...report, name: 'nobody' })
    expect(((await nobody.json()) as { detail: string }).detail).toContain("nothing of 2026-03 is charged to 'nobody'")
  })

  test('its owner is mailed it, with the PDF and a link to the page, over SMTP', async () => {
    await using mailServer = await startMailServer()
    const settings = {
      ...NO_SETTINGS,
      baseUrl: 'https://qm.example',
      smtpUrl: mailServer.url,
      mailFrom: 'qm@lab.example',
    }
    const base = contextOf(store, { clock: () => NOW })
    app = createApp({ ...base, config: { ...base.config, notify: settings } })
    await send('POST', 'notify/channels', { name: 'Ann', kind: 'mail', target: 'ann@lab.example' })
    const report = { month: '2026-04', by: 'owner', name: 'ann@lab.example' }
    expect(await (await send('POST', 'chargeback/send', report)).json()).toEqual({ sentTo: ['Ann'] })
    await deliverDue({ store, clock: () => NOW, settings })
    const [mail] = mailServer.mails
    expect(mail!.to).toEqual([expect.stringContaining('ann@lab.example')])
    expect(mail!.data).toContain('Subject: The lab: Barrack in 2026-04, ann@lab.example')
    const text = mail!.data.replaceAll('=\n', '').replaceAll('=3D', '=')
    expect(text).toContain('https://qm.example/books?month=2026-04&share=owner&account=lab')
    expect(text.replace(/\n\s+/g, ' ')).toContain('lab-chargeback-2026-04-owner-ann@lab.example-europe-oslo.pdf')
    const encoded = /Content-Transfer-Encoding: base64\n(?:[\w-]+:.*\n(?:[ \t].*\n)*)*\n([\w+/=\n]+)/.exec(
      mail!.data,
    )![1]!
    const pdf = Buffer.from(encoded, 'base64').toString('latin1')
    expect(pdf.startsWith('%PDF-1.4')).toBe(true)
    expect(pdf).toContain('The lab: Barrack in 2026-04, ann@lab.example')
  })

  test('the PDF holds the lines, at the places that its table names', async () => {
    const answer = await send('GET', 'exports/chargeback.pdf?month=2026-03&by=project')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const file = Buffer.from(await answer.arrayBuffer()).toString('latin1')
    expect(file.startsWith('%PDF-1.4')).toBe(true)
    for (const words of ['USD shop', 'USD lab', 'The lab: Barrack in 2026-03 by project']) expect(file).toContain(words)
    const [, table] = /startxref\n(\d+)\n%%EOF\n$/.exec(file)!
    expect(file.slice(Number(table), Number(table) + 4)).toBe('xref')
    const offsets = [...file.slice(Number(table)).matchAll(/^(\d{10}) 00000 n /gm)].map(([, offset]) => Number(offset))
    for (const [i, offset] of offsets.entries()) expect(file.slice(offset)).toMatch(new RegExp(`^${i + 1} 0 obj`))
  })
})
