import type { Alert, Finding } from './alert.ts'

export interface Followed<F extends Finding> {
  readonly opened: readonly F[]
  /** An open alert that was found again, with the marks that are still told of it. */
  readonly found: readonly { readonly alert: Alert; readonly finding: F; readonly told: readonly string[] }[]
  readonly resolved: readonly Alert[]
}

/**
 * What one look at an account makes of its open alerts: a cause that is found for the first time opens one, found again
 * keeps it, not found any more ends it. Rules that could not be judged at this look (`judged` has no such number) leave
 * theirs as they are: what is not known is not over.
 */
export function follow<F extends Finding>(
  open: readonly Alert[],
  findings: readonly F[],
  judged: ReadonlySet<number>,
): Followed<F> {
  const keyOf = ({ ruleId, cause }: { ruleId: number; cause: string }) => `${ruleId} ${cause}`
  const alerts = new Map(open.map((alert) => [keyOf(alert), alert]))
  const opened: F[] = []
  const found: { alert: Alert; finding: F; told: readonly string[] }[] = []
  for (const finding of findings) {
    const alert = alerts.get(keyOf(finding))
    alerts.delete(keyOf(finding))
    const stillTold = new Set([...finding.marks, ...finding.holds])
    if (!alert) opened.push(finding)
    else found.push({ alert, finding, told: alert.told.filter((mark) => stillTold.has(mark)) })
  }
  return { opened, found, resolved: [...alerts.values()].filter(({ ruleId }) => judged.has(ruleId)) }
}
