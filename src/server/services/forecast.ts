import type { AppContext } from '../context.ts'
import type { ForecastDto } from '../dto/forecast.ts'
import { ProblemException } from '../problem.ts'

export function forecast(_context: AppContext, _query: { account?: string | undefined }): Promise<ForecastDto> {
  throw new ProblemException('not-ready', 'being built')
}
