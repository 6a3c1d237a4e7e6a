/**
 * `npm test`: every test of every project, then one line `N passed, N failed`.
 * Arguments are handed on to vitest (`npm test -- test/engine`).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'quartermaster-test-'))
const report = join(folder, 'report.json')

const { status } = spawnSync(
  process.execPath,
  [
    `${root}node_modules/vitest/vitest.mjs`,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly success: boolean
  readonly testResults: readonly { status: string; assertionResults: readonly unknown[] }[]
}

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
rmSync(folder, { recursive: true })
// A file that cannot even be loaded has no test to count, and is a failure all the same.
const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
const failed = numFailedTests + broken
console.log(`${numPassedTests} passed, ${failed > 0 || status === 0 ? failed : 1} failed`)
process.exitCode = failed > 0 || numPassedTests === 0 ? 1 : (status ?? 1)
