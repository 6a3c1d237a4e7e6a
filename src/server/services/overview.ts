import type { AppContext } from '../context.ts'
import type { OverviewDto } from '../dto/overview.ts'
import { ProblemException } from '../problem.ts'

export function overview(_context: AppContext, _query: { account?: string | undefined }): Promise<OverviewDto> {
  throw new ProblemException('not-ready', 'being built')
}
