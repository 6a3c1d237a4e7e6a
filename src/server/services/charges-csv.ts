import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'

export function chargesCsv(
  _context: AppContext,
  _query: { from: string; to: string },
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> {
  throw new ProblemException('not-ready', 'being built')
}
