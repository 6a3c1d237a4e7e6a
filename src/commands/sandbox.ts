import type { Config } from '../config.ts'
import { startSandbox } from '../sandbox/serve.ts'
import { untilStopped } from './stop.ts'
import { CommandError, say } from './talk.ts'

/** `qm sandbox`: the Barrack API of a made-up account, or of a trace's tasks, until Ctrl-C. */
export async function sandbox(
  config: Config,
  { port, seed, trace }: { port: number; seed: number; trace?: string },
): Promise<number> {
  const stopped = untilStopped()
  const running = await startSandbox({
    port,
    seed,
    account: trace === undefined ? 'demo' : { traceFile: trace },
    ...(config.now === null ? {} : { now: config.now }),
  }).catch((error: unknown) => {
    throw new CommandError(
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? `Port ${port} is taken; give another by --port.`
        : (error as Error).message,
    )
  })
  process.stdout.write(`${running.url}\n`)
  say(`A Barrack account at ${running.url}; any key is let in. Ctrl-C ends it.`)
  await stopped
  await running.close()
  return 0
}
