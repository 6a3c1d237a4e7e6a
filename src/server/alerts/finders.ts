import type { WordedFinding } from '../../db/alert-repository.ts'
import type { AlertRule } from '../../db/alert-rule-repository.ts'
import { findAnomalies } from './anomaly.ts'
import { findBudgetsOver } from './budget.ts'
import { findBurn } from './burn-guard.ts'
import { findDepletion } from './depletion.ts'
import { findFundsShort } from './fund.ts'
import { findStale } from './ingest-stale.ts'
import { findPriceChanges } from './price-change.ts'
import { findStock } from './stock-back.ts'
import type { AlertView } from './view.ts'
import { findFalls } from './wallet-fall.ts'

/** Looks at an account for one rule, by its kind; null where it cannot tell now. */
export function find(view: AlertView, { ruleId, name, watch }: AlertRule): Promise<readonly WordedFinding[] | null> {
  switch (watch.kind) {
    case 'depletion':
      return findDepletion(view, { ruleId, name, watch })
    case 'burn-guard':
      return findBurn(view, { ruleId, name, watch })
    case 'budget':
      return findBudgetsOver(view, { ruleId, name, watch })
    case 'fund':
      return findFundsShort(view, { ruleId, name, watch })
    case 'anomaly':
      return findAnomalies(view, { ruleId, name, watch })
    case 'wallet-fall':
      return findFalls(view, { ruleId, name, watch })
    case 'price-change':
      return findPriceChanges(view, { ruleId, name, watch })
    case 'stock-back':
      return findStock(view, { ruleId, name, watch })
    case 'ingest-stale':
      return findStale(view, { ruleId, name, watch })
  }
}
