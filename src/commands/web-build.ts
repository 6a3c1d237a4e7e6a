import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'web')

/** The folder of the built dashboard. */
export const webRoot = join(root, 'dist', 'web')

/**
 * Builds the dashboard unless the one that is there was built from the very same sources.
 * @returns whether it had to be built. @throws Error with the builder's output.
 */
export async function buildWeb(): Promise<boolean> {
  const stamp = join(webRoot, '.sources')
  const sources = await fingerprint()
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === sources) return false

  // Built beside and moved in whole, so that a server never hands out half a build.
  const fresh = `${webRoot}-${process.pid}`
  await runVite(fresh)
  await writeFile(join(fresh, '.sources'), sources)
  await rm(webRoot, { recursive: true, force: true })
  await rename(fresh, webRoot)
  return true
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...files.sort(), join(root, 'package-lock.json')]) {
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file))
  }
  return hash.digest('hex')
}

function runVite(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const args = [vite, 'build', source, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`The dashboard could not be built:\n${output}`))
    })
  })
}
