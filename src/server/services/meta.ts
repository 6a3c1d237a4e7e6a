import type { AppContext } from '../context.ts'
import type { MetaDto } from '../dto/meta.ts'
import { ProblemException } from '../problem.ts'

export function meta(_context: AppContext, _query: { account?: string | undefined }): Promise<MetaDto> {
  throw new ProblemException('not-ready', 'being built')
}
