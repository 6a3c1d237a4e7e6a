import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const run = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/** What the launcher says of a script, and how it ends. */
function launched(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'qm-run-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'script.ts')
  writeFileSync(file, script)
  const { status, stderr } = spawnSync(process.execPath, [run, file], { encoding: 'utf8' })
  return { status, stderr }
}

test('the launcher ends as what it runs ends, and says why where that was killed', () => {
  expect(launched('process.exitCode = 3')).toEqual({ status: 3, stderr: '' })
  expect(launched("process.kill(process.pid, 'SIGTERM')")).toEqual({ status: 143, stderr: '' })
  expect(launched("process.kill(process.pid, 'SIGKILL')")).toEqual({
    status: 137,
    stderr: expect.stringContaining('memory runs out') as string,
  })
})
