/** What is wrong with a change: where, as a JSON pointer into the scenario, and the sentence for whoever wrote it. */
export interface ScenarioProblem {
  readonly pointer: string
  readonly detail: string
}

/** Thrown while a change is made and caught by `whatIf`, which answers with it: never seen outside. */
export class ScenarioProblems extends Error {
  override readonly name = 'ScenarioProblems'
  readonly problems: readonly ScenarioProblem[]

  constructor(problems: readonly ScenarioProblem[]) {
    super(problems.map(({ detail }) => detail).join('; '))
    this.problems = problems
  }
}

/** Refuses the change that is being made, naming its field. */
export function refuse(field: string, detail: string): never {
  throw new ScenarioProblems([{ pointer: `/${field}`, detail }])
}
