/** Talk and progress go to stderr; stdout is for data alone. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Data on stdout; waits while the reader is slow. */
export async function print(chunk: string | Uint8Array): Promise<void> {
  if (process.stdout.write(chunk)) return
  await new Promise((resolve) => process.stdout.once('drain', resolve))
}

/** '850 ms', '3.2 s', '1 min 5 s'. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** A failure that the person can mend: printed as one sentence, without a stack. */
export class CommandError extends Error {
  override name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
