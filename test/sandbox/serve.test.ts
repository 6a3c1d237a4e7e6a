import { describe, expect, it } from 'vitest'
import { createClock } from '../../src/sandbox/clock.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { startSandboxWorker } from '../../src/sandbox/start-worker.ts'
import { NOW } from './support.ts'

describe.each([
  ['in this thread', startSandbox],
  ['in a thread of its own', startSandboxWorker],
])('a served sandbox %s', (_name, start) => {
  it('answers on a free port, steps its clock, and ends', async () => {
    const { url, close } = await start({ now: NOW })
    const step = await fetch(`${url}/_sandbox/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: 3600 }),
    })
    expect(await step.json()).toMatchObject({ now: '2026-03-18T11:30:00Z', mode: 'pinned' })
    expect((await fetch(`${url}/api/balance/`, { headers: { api_key: 'k' } })).status).toBe(200)
    await close()
    await expect(fetch(`${url}/api/balance/`)).rejects.toThrow()
  })

  it('says why it cannot start', async () => {
    const taken = await start({ now: NOW })
    await expect(start({ now: NOW, port: Number(new URL(taken.url).port) })).rejects.toThrow(/EADDRINUSE/)
    await expect(start({ now: NOW, firstDay: 'yesterday' })).rejects.toThrow(/firstDay/)
    await taken.close()
  })
})

describe('the clock', () => {
  it('stands still when pinned and is pinned by being set', () => {
    const clock = createClock()
    expect(clock.mode).toBe('real')
    clock.set(NOW)
    expect([clock.mode, clock.speed, clock.now()]).toEqual(['pinned', 0, NOW])
    clock.release()
    expect([clock.mode, clock.speed]).toEqual(['real', 1])
  })

  it('runs on from where it is', () => {
    const clock = createClock({ now: NOW, speed: 3600 })
    expect(clock.mode).toBe('speed')
    expect(clock.now()).toBeGreaterThanOrEqual(NOW)
    clock.set(NOW + 1000)
    expect(clock.mode).toBe('speed')
    expect(clock.now()).toBeGreaterThanOrEqual(NOW + 1000)
  })
})
