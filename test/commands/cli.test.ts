import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FAULTS } from '../../src/sandbox/faults/index.ts'
import { qm } from '../support/product-process.ts'

const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'qm-cli-')) }

describe('qm', () => {
  it.each([
    [[]],
    [['start']],
    [['ingest']],
    [['forecast']],
    [['backtest']],
    [['forecast-ways']],
    [['runway']],
    [['last-until']],
    [['what-if']],
    [['export']],
    [['export', 'charges']],
    [['migrate']],
    [['hibernation']],
    [['schedules']],
    [['capacity']],
    [['import', 'billing']],
    [['import', 'utilization']],
    [['quarantine', 'list']],
    [['quarantine', 'retry']],
    [['doctor']],
    [['sandbox']],
  ])('helps with %j', async (command) => {
    const { code, stdout } = await qm([...command, '--help'], env)
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: qm${command.map((word) => ` ${word}`).join('')}`)
  })

  it.each([
    [['launch'], /unknown command 'launch'/],
    [['export', 'charges', '--from', '1 March', '--to', '2026-03-02'], /A day is written YYYY-MM-DD/],
    [['export', 'charges', '--from', '2026-02-31', '--to', '2026-03-02'], /A day is written YYYY-MM-DD/],
    [['export', 'charges'], /required option '--from <day>'/],
    [['sandbox', '--port', 'x'], /whole number/],
    [['sandbox', '--size', 'huge'], /Allowed choices are small, team, large/],
    [['sandbox', '--port', '99999'], /whole number from 0 to 65535/],
    [['runway', '--currency', 'dollars'], /A wallet is named by its code, such as USD/],
    [['what-if', '/nowhere/plan.json'], /plan.json cannot be read: there is no such file/],
    [['doctor'], /set BARRACK_API_KEY/],
  ])('says what is wrong with %j and ends with 2', async (args, message) => {
    const { code, stderr, stdout } = await qm(args, env)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('lists every fault of the sandbox', async () => {
    const { stdout } = await qm(['sandbox', '--help'], env)
    const words = stdout.replaceAll(/\s+/g, ' ')
    expect(words).toContain(`separated by commas: ${FAULTS.map(({ name }) => name).join(', ')}`)
  })

  it('ends with 2 on a wrong setting, naming it', async () => {
    const { code, stderr } = await qm(['migrate'], { ...env, PORT: 'abc' })
    expect(stderr).toBe("PORT is 'abc'; allowed: a whole number from 0 to 65535; 0 takes any free one.\n")
    expect(code).toBe(2)
  })
})
