// Plain JavaScript for any Node >= 20: the sources are TypeScript that only a newer Node runs as they are,
// so every script enters here and is handed over to the Node that came with `npm ci`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants } from 'node:os'

const PINNED = '24.21.0'

/** What every process of ours runs with. */
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']

/**
 * Of a command that does nothing but read: a heap that grows in small steps. V8 would rather keep 150 MB of garbage than
 * collect it while a large account is read; a hard cap would end whoever needs more. A server calculates too, and would
 * spend a fifth of that time on it.
 */
export const INGEST_FLAGS = [...NODE_FLAGS, '--max-semi-space-size=8', '--heap-growing-percent=25']

const root = fileURLToPath(new URL('..', import.meta.url))

/** The pinned Node of this platform, the running one where it is new enough, or null. */
function findNode() {
  const pinned = `${root}node_modules/node-${process.platform}-${process.arch}/bin/node`
  if (existsSync(pinned)) return pinned
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18) ? process.execPath : null
}

/**
 * Runs `node ...flags ...args` on the pinned Node with this terminal, passes signals and the exit code through.
 * The child has an IPC channel so that it can notice that we are gone (a kill -9 reaches only us). What it has compiled
 * of the sources is kept for the next one.
 */
export function runOnPinnedNode(args, flags = NODE_FLAGS) {
  const node = findNode()
  if (!node) {
    console.error(
      `Quartermaster needs Node ${PINNED}: 'npm ci' brings it on Linux; elsewhere install Node 22.18 or newer (this is ${process.version}).`,
    )
    process.exitCode = 1
    return
  }
  const child = spawn(node, [...flags, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      NODE_COMPILE_CACHE: `${root}node_modules/.cache/node`,
      ...process.env,
      QM_LAUNCHER_PID: String(process.pid),
    },
  })
  const pass = (signal) => child.kill(signal)
  // Ctrl-C in a terminal reaches the child too, which takes the second SIGINT for the same wish.
  process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', pass)
  watchNpm(child)
  child.on('error', (error) => {
    console.error(`Cannot run ${node}: ${error.message}. Delete node_modules and run 'npm ci' again.`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    // Nothing of ours sends it: mostly it is the system, which has run out of memory and says so in its own log alone.
    if (signal === 'SIGKILL')
      console.error(
        'It was killed (SIGKILL), as systems do when memory runs out: give it 1.5 GB, or 0.5 GB and a Postgres (DATABASE_URL). What was stored is safe.',
      )
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
    process.disconnect?.()
  })
}

/** npm outlives what it runs unless it is killed; then nobody waits for us and the store's lock must not stay taken. */
function watchNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 500)
  timer.unref()
  child.on('exit', () => clearInterval(timer))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runOnPinnedNode(process.argv.slice(2))
