import type { AppContext } from '../context.ts'
import type { JobDto } from '../dto/ingest.ts'
import { ProblemException } from '../problem.ts'

export function job(_context: AppContext, _query: { id: number }): Promise<JobDto> {
  throw new ProblemException('not-ready', 'being built')
}
