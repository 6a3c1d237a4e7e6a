import type { WordedFinding } from '../../db/alert-repository.ts'
import type { AlertKind, Watch } from '../../engine/alert/index.ts'
import type { AlertView } from './view.ts'

/** A rule as a finder is given it. */
export interface WatchingRule<Kind extends AlertKind> {
  readonly ruleId: number
  readonly name: string
  readonly watch: Extract<Watch, { kind: Kind }>
}

/** Looks at an account for one rule; null where it cannot tell now, so that nothing is taken for over. */
export type Finder<Kind extends AlertKind> = (
  view: AlertView,
  rule: WatchingRule<Kind>,
) => Promise<readonly WordedFinding[] | null>
