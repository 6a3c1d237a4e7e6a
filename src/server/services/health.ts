import type { AppContext } from '../context.ts'
import type { HealthDto } from '../dto/meta.ts'
import { ProblemException } from '../problem.ts'

export const healthProbe = (_context: AppContext) => (): Promise<HealthDto> => {
  throw new ProblemException('not-ready', 'being built')
}
