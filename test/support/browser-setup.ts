import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The program of a Chromium that runs here. */
    chromiumPath: string
  }
}

const run = promisify(execFile)
const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

/** Before all tests in the browser: finds a Chromium, or installs one, or says exactly what to do. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromiumPath', (await findChromium()) ?? (await installChromium()))
}

async function findChromium(): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') {
    if (await isUsable(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, and that does not run. Name a Chromium, or unset it to have one found.`)
  }
  for (const path of [...USUAL_PLACES, chromium.executablePath()]) if (await isUsable(path)) return path
  return null
}

/** As root by the package of Debian (that of Ubuntu is an empty wrapper and fails the check), else by Playwright. */
async function installChromium(): Promise<string> {
  const tried: string[] = []
  for (const [name, install] of [
    ['apt-get install chromium', process.getuid?.() === 0 ? installDebianPackage : null],
    ['playwright-core install chromium', installWithPlaywright],
  ] as const) {
    if (!install) continue
    try {
      await install()
      const found = await findChromium()
      if (found) return found
      tried.push(`${name}: it ended well, but what it brought does not run`)
    } catch (error) {
      tried.push(`${name}: ${lastLine(error)}`)
    }
  }
  throw new Error(
    [
      'The tests in the browser need Chromium, and none could be found or installed.',
      ...tried.map((line) => `  ${line}`),
      'Do one of these, then run the tests again:',
      '  Debian:            apt-get update && apt-get install -y chromium',
      '  any other system:  npx playwright-core install --with-deps chromium',
      '  a Chromium or Chrome that is somewhere else:  CHROMIUM_PATH=/path/to/it npm test',
    ].join('\n'),
  )
}

async function installDebianPackage(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env, timeout: 120_000 })
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
    env,
    timeout: 300_000,
  })
}

async function installWithPlaywright(): Promise<void> {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  await run(process.execPath, [join(packageFolder, 'cli.js'), 'install', 'chromium'], { timeout: 300_000 })
}

async function isUsable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    await run(path, ['--version', '--no-sandbox'], { timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string }
  const lines = (stderr || message || String(error)).trim().split('\n')
  return lines.at(-1) ?? ''
}
