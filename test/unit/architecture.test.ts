import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const house = mkdtempSync(join(tmpdir(), 'qm-house-'))
afterAll(() => rmSync(house, { recursive: true }))

/** The names of the rules that a small house of these files breaks. */
function broken(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(house, 'case-'))
  for (const config of ['.dependency-cruiser.js', 'package.json', 'tsconfig.base.json']) {
    cpSync(join(root, config), join(folder, config))
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [cruiser, '--config', '.dependency-cruiser.js', '--output-type', 'json', '.']
  const output = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string } }[] } }
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort()
}

const value = 'export const value = 1\n'
const importing = (path: string) => `import { value } from '${path}'\nexport const other = value\n`

describe('the arrows of the architecture', () => {
  it.each([
    ['engine', 'src/engine/a.ts', 'src/db/b.ts', 'engine-is-pure'],
    ['ingest', 'src/ingest/a.ts', 'src/server/b.ts', 'ingest'],
    ['server to ingest', 'src/server/a.ts', 'src/ingest/b.ts', 'server'],
    ['server to the client', 'src/server/a.ts', 'src/barrack/b.ts', 'server'],
    ['store', 'src/db/a.ts', 'src/server/b.ts', 'db-knows-engine-types'],
    ['client', 'src/barrack/a.ts', 'src/engine/b.ts', 'barrack-is-a-leaf'],
    ['sandbox', 'src/sandbox/a.ts', 'src/engine/b.ts', 'sandbox-is-the-other-side'],
    ['migration', 'migrations/a.ts', 'src/engine/b.ts', 'migrations-are-frozen'],
    ['page', 'web/a.ts', 'src/engine/b.ts', 'web-knows-types-only'],
  ])('a crossing by %s fails the check', (_, from, to, rule) => {
    const up = '../'.repeat(from.split('/').length - 1)
    expect(broken({ [from]: importing(`${up}${to}`), [to]: value })).toContain(rule)
  })

  it('code of the server in the page fails the check, its types do not', () => {
    const app = { 'src/server/app.ts': 'export const app = 1\nexport type App = typeof app\n' }
    expect(
      broken({ ...app, 'web/a.ts': "import { app } from '../src/server/app.ts'\nexport const b = app\n" }),
    ).toEqual(['web-takes-types-only'])
    expect(
      broken({ ...app, 'web/a.ts': "import type { App } from '../src/server/app.ts'\nexport type B = App\n" }),
    ).toEqual([])
  })

  it('input or output in the engine fails the check', () => {
    expect(
      broken({ 'src/engine/a.ts': "import { readFileSync } from 'node:fs'\nexport const b = readFileSync\n" }),
    ).toEqual(['engine-does-no-io'])
  })

  it('a house without a crossing passes', () => {
    expect(broken({ 'src/db/a.ts': importing('../engine/b.ts'), 'src/engine/b.ts': value })).toEqual([])
  })
})
