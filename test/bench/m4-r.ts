import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { rounded } from './bench.ts'

/**
 * OWA of R's `forecast::mstl` with `auto.arima` on the same files, or 'absent' where Rscript or the package is missing.
 * Takes about a minute for 207 series.
 */
export function owaOfR(folder: string, owaOf: (score: { smape: number; mase: number }) => number): number | 'absent' {
  const probe = spawnSync('Rscript', ['-e', 'library(forecast)'], { stdio: 'ignore' })
  if (probe.error !== undefined || probe.status !== 0) return 'absent'
  console.error('m4: running mstl + auto.arima in R')
  const script = join(import.meta.dirname, 'm4-mstl-arima.R')
  const { stdout, stderr, status } = spawnSync('Rscript', [script, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`R failed: ${stderr}`)
  const [smape, mase] = stdout.trim().split(/\s+/).map(Number)
  return rounded(owaOf({ smape: smape!, mase: mase! }))
}
