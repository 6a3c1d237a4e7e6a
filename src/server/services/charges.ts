import type { AppContext } from '../context.ts'
import type { ChargesDto } from '../dto/charges.ts'
import { ProblemException } from '../problem.ts'

export function charges(_context: AppContext, _query: { from: string; to: string }): Promise<ChargesDto> {
  throw new ProblemException('not-ready', 'being built')
}
