import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const quartermaster = fileURLToPath(new URL('../../bin/quartermaster', import.meta.url))

export interface Output {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function spawnQm(args: readonly string[], env: NodeJS.ProcessEnv, hasInput = false): ChildProcess {
  // A group of its own, so that a test can kill the launcher and its child at once.
  return spawn(process.execPath, [quartermaster, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ, ...env },
    detached: true,
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  })
}

/** Runs one command of the CLI to its end, as a user would; `input` is what it reads from stdin. */
export function qm(args: readonly string[], env: NodeJS.ProcessEnv, input?: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawnQm(args, env, input !== undefined)
    child.stdin?.end(input)
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
  })
}

export interface ProductProcess {
  readonly url: string
  readonly launcherPid: number
  /** All that it said on stderr so far. */
  said(): string
  /** Waits until the first ingest has ended and gives the overview. */
  ready(): Promise<Record<string, unknown>>
  /** Ends it like Ctrl-C and gives the exit code. */
  stop(): Promise<number>
  /** Ends it and its child at once, like a power cut of the process. */
  kill(): Promise<void>
}

/** `qm start`; resolves when it has printed its address. */
export async function startProduct(env: NodeJS.ProcessEnv): Promise<ProductProcess> {
  const child = spawnQm(['start'], { PORT: '0', ...env })
  const pid = child.pid
  if (pid === undefined) throw new Error('qm start could not be spawned')
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      const found = /http:\/\/[^\s]+/.exec(stdout)
      if (found) resolve(found[0].replace(/\/$/, ''))
    })
    void ended.then((code) => reject(new Error(`qm start ended with ${code}: ${stderr}`)))
  })
  return {
    url,
    launcherPid: pid,
    said: () => stderr,
    async ready() {
      for (;;) {
        const response = await fetch(`${url}/api/v1/overview`)
        if (response.status === 200) return (await response.json()) as Record<string, unknown>
        await response.body?.cancel()
        if (response.status !== 503) throw new Error(`overview answers ${response.status}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    stop() {
      child.kill('SIGINT')
      return ended
    },
    async kill() {
      process.kill(-pid, 'SIGKILL')
      await ended
    },
  }
}
