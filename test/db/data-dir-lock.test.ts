import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acquireDataDirLock, DataDirHeldError } from '../../src/db/data-dir-lock.ts'
import { startProcess } from '../support/processes.ts'

const HOLD = join(import.meta.dirname, 'processes/hold-data-dir.ts')

describe('the lock of a data folder', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'qm-lock-')), 'made/on/the/way')
  })
  afterEach(() => {
    rmSync(join(dataDir, '../../../..'), { recursive: true })
  })

  test('keeps a second process out and names the first', async () => {
    const first = startProcess(HOLD, dataDir)
    expect(await first.line()).toBe('held clean')

    const refused = capture(() => acquireDataDirLock(dataDir))
    expect(refused).toBeInstanceOf(DataDirHeldError)
    expect((refused as DataDirHeldError).owner).toMatchObject({ pid: first.pid, url: 'http://127.0.0.1:3999' })
    expect((refused as Error).message).toBe(
      `The data folder ${dataDir} is in use by process ${first.pid}, at http://127.0.0.1:3999. Stop it first, or set another DATA_DIR.`,
    )
    const second = startProcess(HOLD, dataDir)
    expect(await second.line()).toBe('DataDirHeldError')
    await first.end('input')
  })

  test('is free after a clean end, which leaves no owner behind', async () => {
    const first = startProcess(HOLD, dataDir)
    await first.line()
    await first.end('input')
    const lock = acquireDataDirLock(dataDir)
    expect(lock.uncleanEnd).toBe(false)
    lock.release()
  })

  test('is free after kill -9, and the next owner knows', async () => {
    const first = startProcess(HOLD, dataDir)
    await first.line()
    await first.end('SIGKILL')
    expect(owner()).toMatchObject({ pid: first.pid })

    const lock = acquireDataDirLock(dataDir)
    expect(lock.uncleanEnd).toBe(true)
    expect(owner()).toMatchObject({ pid: process.pid, url: null })
    lock.release()
  })

  test('is refused where no folder can be made', () => {
    expect(() => acquireDataDirLock('/proc/none/of/this')).toThrow(
      /^The data folder \/proc\/none\/of\/this cannot be used: .*\. Check DATA_DIR\.$/,
    )
  })

  test('cannot be taken twice by one process either', () => {
    const lock = acquireDataDirLock(dataDir)
    expect(() => acquireDataDirLock(dataDir)).toThrow(DataDirHeldError)
    lock.release()
    lock.release()
    acquireDataDirLock(dataDir).release()
  })

  test('a folder that cannot be made is said', () => {
    const file = join(dataDir, '../../../../file')
    writeFileSync(file, '')
    expect(() => acquireDataDirLock(join(file, 'data'))).toThrow(/cannot be used: ENOTDIR.*Check DATA_DIR\./)
  })

  const owner = () => JSON.parse(readFileSync(join(dataDir, 'owner.json'), 'utf8')) as unknown
})

function capture(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
