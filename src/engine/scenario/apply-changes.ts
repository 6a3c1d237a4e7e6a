import type { PlanBaseline } from './baseline.ts'
import type { Scenario, ScenarioChange } from './change.ts'
import { add } from './changes/add.ts'
import { anotherAccount } from './changes/another-account.ts'
import { growth } from './changes/growth.ts'
import { job } from './changes/job.ts'
import { priceList, pricePercent } from './changes/prices.ts'
import { remove } from './changes/remove.ts'
import { replaceGpu } from './changes/replace-gpu.ts'
import { insteadOfStopping, schedule } from './changes/schedule.ts'
import type { ChangeContext, Draft } from './draft.ts'
import { ScenarioProblems, type ScenarioProblem } from './problem.ts'
import type { GpuFiguresOf } from './work.ts'

/**
 * Makes the changes one after another. What is wrong with any of them is collected, each with its pointer; a change that
 * is refused is left out for those after it.
 */
export function applyChanges(
  baseline: PlanBaseline,
  { changes }: Scenario,
  figuresOf: GpuFiguresOf,
  accounts: ReadonlyMap<string, PlanBaseline> = new Map(),
): { draft: Draft; problems: ScenarioProblem[] } {
  const problems: ScenarioProblem[] = []
  let draft: Draft = { lines: baseline.lines, mods: [], jobs: [], needs: [], moved: [] }
  for (const [index, change] of changes.entries()) {
    try {
      draft = applyChange(draft, change, { baseline, index, figuresOf, accounts })
    } catch (error) {
      if (!(error instanceof ScenarioProblems)) throw error
      for (const { pointer, detail } of error.problems) {
        problems.push({ pointer: `/changes/${index}${pointer}`, detail })
      }
    }
  }
  return { draft, problems }
}

function applyChange(draft: Draft, change: ScenarioChange, context: ChangeContext): Draft {
  switch (change.kind) {
    case 'replace-gpu':
      return replaceGpu(draft, change, context)
    case 'remove':
      return remove(draft, change, context)
    case 'another-account':
      return anotherAccount(draft, change, context)
    case 'add-machines':
    case 'add-volumes':
    case 'add-snapshots':
      return add(draft, change, context)
    case 'schedule':
      return schedule(draft, change, context)
    case 'instead-of-stopping':
      return insteadOfStopping(draft, change, context)
    case 'price-percent':
      return pricePercent(draft, change, context)
    case 'price-list':
      return priceList(draft, change, context)
    case 'growth':
      return growth(draft, change, context)
    case 'job':
      return job(draft, change, context)
  }
}
