import type { Config } from '../config.ts'
import type { ServeOptions } from '../sandbox/serve.ts'
import { startSandboxWorker } from '../sandbox/start-worker.ts'
import { untilStopped } from './stop.ts'
import { CommandError, print, say } from './talk.ts'

export type SandboxCommandOptions = Pick<
  ServeOptions,
  | 'seed'
  | 'size'
  | 'firstDay'
  | 'speed'
  | 'apiKey'
  | 'hibernation'
  | 'snapshotRule'
  | 'gbPerTb'
  | 'spareGpus'
  | 'billErrors'
  | 'dialect'
> & { readonly port: number; readonly trace?: string; readonly faults?: string }

const ANSWERS_PER_FAULT = 10

/** `qm sandbox`: the Barrack API of a made-up account, or of a trace's tasks, until Ctrl-C. */
export async function sandbox(config: Config, options: SandboxCommandOptions): Promise<number> {
  const { port, trace, faults, ...rest } = options
  const stopped = untilStopped()
  const running = await startSandboxWorker({
    ...rest,
    port,
    account: trace === undefined ? 'demo' : { traceFile: trace },
    ...(config.now === null ? {} : { now: config.now }),
    ...(faults && { faults: faults.split(',').map((fault) => ({ fault, every: ANSWERS_PER_FAULT })) }),
  }).catch((error: unknown) => {
    const { message } = error as Error
    if (message.includes('EACCES'))
      throw new CommandError(`This user may not listen on port ${port}; give one above 1023.`)
    throw new CommandError(message.includes('EADDRINUSE') ? `Port ${port} is taken; give another by --port.` : message)
  })
  await print(`${running.url}\n`)
  say(`A Barrack account at ${running.url}; see ${running.url}/openapi.json. Ctrl-C ends it.`)
  await stopped
  await running.close()
  return 0
}
