import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SOURCE_NAMES } from '../../src/ingest/ingest-report.ts'
import { qm, startProduct, type ProductProcess } from '../support/product-process.ts'

/** One first start of the demo serves all of these: it lives through eight weeks of an account. */
describe('qm start, as a user types it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-start-'))
  const env = { DATA_DIR: folder, QM_NOW: '2026-09-16T10:30:00Z', TZ_ACCOUNT: 'Europe/Oslo' }
  const csvPath = '/api/v1/exports/charges.csv?from=2026-08-01&to=2026-09-17'
  let product: ProductProcess
  let csv: string

  beforeAll(async () => {
    product = await startProduct(env)
    const early = await fetch(`${product.url}/api/v1/overview`)
    expect(early.status).toBe(503)
    expect(await early.json()).toHaveProperty('progress')
    await product.ready()
    csv = await (await fetch(product.url + csvPath)).text()
  })

  afterAll(async () => {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows a demo that cannot be taken for real', async () => {
    const meta = await (await fetch(`${product.url}/api/v1/meta`)).json()
    expect(meta).toMatchObject({ demo: true, account: { name: 'Demo', kind: 'demo', zone: 'Europe/Oslo' } })
    const download = await fetch(product.url + csvPath, { method: 'HEAD' })
    expect(download.headers.get('content-disposition')).toContain('demo-')
    expect(existsSync(join(folder, 'demo'))).toBe(true)
  })

  it('answers the overview with a figure for each wallet', async () => {
    const overview = await product.ready()
    expect(overview).toMatchObject({
      asOf: '2026-09-16T10:30:00.000Z',
      ingest: { status: 'ok' },
      wallets: [{ currency: 'EUR' }, { currency: 'USD' }],
    })
  })

  it('exports the bytes of the page while the page is open', async () => {
    const { code, stdout } = await qm(['export', 'charges', '--from', '2026-08-01', '--to', '2026-09-17'], env)
    expect(code).toBe(0)
    expect(stdout).toBe(csv)
    expect(csv.split('\r\n').length).toBeGreaterThan(1000)
  })

  it('ingests nothing twice', async () => {
    const { code, stdout } = await qm(['ingest', '--json'], env)
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as { status: string; sources: Record<string, Record<string, unknown>> }
    expect(report.status).toBe('ok')
    expect(Object.keys(report)).toEqual(['status', 'startedAt', 'finishedAt', 'requests', 'sources'])
    expect(Object.keys(report.sources)).toEqual(SOURCE_NAMES)
    expect(Object.keys(report.sources.balance!).join()).toBe('fetched,inserted,updated,unchanged,quarantined,error')
    for (const [name, source] of Object.entries(report.sources)) {
      if (name === 'balance' || name === 'gpu-stocks') continue
      expect({ name, inserted: source.inserted, updated: source.updated }).toEqual({ name, inserted: 0, updated: 0 })
    }
    expect(await (await fetch(product.url + csvPath)).text()).toBe(csv)
  })

  it('says that nothing is in quarantine', async () => {
    const { code, stdout, stderr } = await qm(['quarantine', 'list'], env)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'Nothing is in quarantine.\n' })
  })

  it('refuses a second start, naming the process and its address', async () => {
    const { code, stderr } = await qm(['start'], { ...env, PORT: '0' })
    expect(code).toBe(1)
    expect(stderr).toContain(product.url)
    expect(stderr).toMatch(/process \d+/)
    expect(await (await fetch(product.url + csvPath)).text()).toBe(csv)
  })

  it('prints the forecast that the page shows', async () => {
    const { code, stdout } = await qm(['forecast', '--group', 'region', '--json'], env)
    expect(code).toBe(0)
    const answer = await (await fetch(`${product.url}/api/v1/forecast?horizon=month&group=region`)).json()
    expect(answer).toMatchObject({ from: '2026-09-01', to: '2026-10-01' })
    expect(JSON.parse(stdout)).toEqual(answer)
  })

  it('has every figure again after kill -9', async () => {
    const before = await product.ready()
    await product.kill()
    product = await startProduct(env)
    const after = await fetch(`${product.url}/api/v1/overview`)
    expect(after.status).toBe(200)
    expect(((await after.json()) as { wallets: unknown }).wallets).toEqual(before.wallets)
    expect(await (await fetch(product.url + csvPath)).text()).toBe(csv)
  })

  it('ends cleanly on Ctrl-C', async () => {
    expect(await product.stop()).toBe(0)
    const { code, stdout } = await qm(['export', 'charges', '--from', '2026-08-01', '--to', '2026-09-17'], env)
    expect({ code, same: stdout === csv }).toEqual({ code: 0, same: true })
    product = await startProduct(env)
  })
})
