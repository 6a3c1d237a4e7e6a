import type { AppContext } from '../context.ts'
import type { RunningDto } from '../dto/running.ts'
import { ProblemException } from '../problem.ts'

export function running(_context: AppContext, _query: { account?: string | undefined }): Promise<RunningDto> {
  throw new ProblemException('not-ready', 'being built')
}
