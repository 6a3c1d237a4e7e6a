import type { Runway } from '../../engine/index.ts'
import type { WalletDto } from '../dto/overview.ts'
import { toIso } from '../iso.ts'

export function toRunwayDto(result: Runway): NonNullable<WalletDto['runway']> {
  switch (result.kind) {
    case 'empty':
      return { kind: 'empty' }
    case 'beyond':
      return {
        kind: 'beyond',
        horizonAt: toIso(result.horizonAt),
        ...(result.p10At === null ? {} : { p10: toIso(result.p10At) }),
      }
    case 'ends':
      return {
        kind: 'ends',
        p10: toIso(result.p10At),
        p50: toIso(result.p50At),
        ...(result.p90At === null ? {} : { p90: toIso(result.p90At) }),
      }
  }
}
