import type { AppContext } from '../context.ts'
import type { IngestRunsDto } from '../dto/ingest.ts'
import { ProblemException } from '../problem.ts'

export function ingestRuns(_context: AppContext, _query: object): Promise<IngestRunsDto> {
  throw new ProblemException('not-ready', 'being built')
}
export function queueIngest(_context: AppContext, _query: object): Promise<{ jobId: number }> {
  throw new ProblemException('not-ready', 'being built')
}
