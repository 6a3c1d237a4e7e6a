import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface TestProcess {
  readonly pid: number
  /** The next line of its output; throws when it has ended. */
  line(): Promise<string>
  /** Ends it by a signal, or by the end of its input, and waits until it is gone. */
  end(how: NodeJS.Signals | 'input'): Promise<void>
}

/** Runs a TypeScript file in a process of its own, on the Node of this one. */
export function startProcess(file: string, ...args: string[]): TestProcess {
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  if (!child.stdout || child.pid === undefined) throw new Error(`${file} cannot be started`)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    pid: child.pid,
    async line() {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${file} has ended`)
      return value
    },
    async end(how) {
      if (how === 'input') child.stdin?.end()
      else child.kill(how)
      await exit
    },
  }
}
