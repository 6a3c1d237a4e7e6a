import type { Budget } from '../../budgets-api.ts'

/** How urgent the state of a budget is, as the colours have it. */
export function stateUrgency(state: Budget['now']['state']): 'ok' | 'watch' | 'act' {
  switch (state) {
    case 'within':
      return 'ok'
    case 'may go over':
      return 'watch'
    case 'likely over':
    case 'over':
      return 'act'
  }
}

const SCOPE_WORDS: Readonly<Record<string, string>> = {
  region: 'region',
  tier: 'tier',
  gpu_model: 'GPU model',
  resource_type: 'kind',
  resource: 'resource',
  project: 'project',
  owner: 'owner',
  cost_center: 'cost center',
}

/** What can be said of a scope, for a form, in its order. */
export const SCOPE_OPTIONS = Object.entries(SCOPE_WORDS)

/** 'project lab, region CANADA-1'; 'the whole wallet'. */
export function scopeText(scope: Budget['scope']): string {
  const parts = Object.entries(scope).map(([key, value]) => `${SCOPE_WORDS[key] ?? key} ${value}`)
  return parts.length === 0 ? 'the whole wallet' : parts.join(', ')
}

/** '1.2 times the even spend'; nothing before its first day. */
export function paceText(pace: number | null): string {
  return pace === null ? '' : `${pace.toFixed(pace < 10 ? 2 : 0)} times the even spend`
}
