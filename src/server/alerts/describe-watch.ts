import { filterOf, type Watch, type WatchScope } from '../../engine/alert/index.ts'
import type { BudgetScope } from '../../engine/budget/index.ts'
import { scopeText } from '../services/budget-words.ts'

const walletText = (currency: string | null) => (currency === null ? 'a wallet' : `the ${currency} wallet`)

/** ' of project lab'; nothing where it is everybody's. */
function ofWhom(scope: WatchScope): string {
  const only = filterOf(scope)
  return Object.keys(only).length === 0 ? '' : ` of ${scopeText(only as BudgetScope)}`
}

/** What a rule watches, in words. */
export function describeWatch(watch: Watch): string {
  switch (watch.kind) {
    case 'depletion': {
      const own = watch.withinHours === null ? '' : `, and within ${watch.withinHours} h`
      return `${walletText(watch.currency)} could be empty within 14, 7, 3 or 1 days or 12, 3 or 1 hours${own}; at the latest at 15:00 of the last working day on which a top-up still arrives`
    }
    case 'burn-guard': {
      const only = ofWhom(watch)
      const limit =
        watch.limitPerHour === null
          ? `${watch.factor} times the dearest hour of the last 30 days`
          : `${watch.limitPerHour} ${watch.currency ?? ''}`
      return `${walletText(watch.currency)} burns more than ${limit} an hour${only}, or a machine${only} starts of a model or in a region never used before, or one that nobody announced`
    }
    case 'budget': {
      const basis = { actual: 'what is billed', p50: 'the likely forecast', p90: 'the late forecast' }[watch.basis]
      const which = watch.budgetId === null ? 'a budget' : `budget ${watch.budgetId}`
      return `${basis} is over ${watch.percents.join(' or ')} % of ${which}${ofWhom(watch)}`
    }
    case 'fund': {
      const which = watch.fundId === null ? 'a grant' : `grant ${watch.fundId}`
      return `${which}${ofWhom(watch)} lasts with less than ${watch.underPercent} in 100`
    }
    case 'anomaly': {
      const only = ofWhom(watch)
      return `${walletText(watch.currency)} pays at least ${watch.leastPercent} % of a day's spend more than usual for a machine, a model, a region, a cost center, a project or an owner${only === '' ? '' : `, where a resource${only} is behind it`}`
    }
    case 'wallet-fall':
      return `${walletText(watch.currency)} falls by more than the bills of the day explain`
    case 'price-change': {
      const only = ofWhom(watch)
      return `a price${watch.currency === null ? '' : ` of the ${watch.currency} list`}${only === '' ? '' : ` that resources${only} pay`} changes by ${watch.leastPercent} % or more`
    }
    case 'stock-back':
      return `${watch.machines} x ${watch.size} x ${watch.gpuModel} can be had${watch.region === null ? '' : ` in ${watch.region}`}`
    case 'ingest-stale':
      return `balance, machines or bills were not read for ${watch.hours} h`
  }
}
