import type { AppContext } from '../context.ts'
import type { QuarantineDto } from '../dto/ingest.ts'
import { ProblemException } from '../problem.ts'

export function quarantine(_context: AppContext, _query: { account?: string | undefined }): Promise<QuarantineDto> {
  throw new ProblemException('not-ready', 'being built')
}
