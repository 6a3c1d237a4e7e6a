import { readFileSync, statSync } from 'node:fs'
import type { Config } from '../config.ts'
import { importBilling } from '../ingest/import-billing.ts'
import { withProduct } from './product.ts'
import { CommandError, say } from './talk.ts'

/** `qm import billing FILE`: answers of the billing lists that were saved by hand, read when the file was written. */
export function importBillingFile(config: Config, file: string): Promise<number> {
  const { answers, savedAt } = readAnswers(file)
  return withProduct(config, async ({ store, account, clock }) => {
    const { sources, unrecognised } = await importBilling(
      { store, account, clock, rules: config.rules },
      answers,
      Math.min(savedAt, clock()),
    ).catch((error: unknown) => {
      throw error instanceof RangeError ? new CommandError(`${file}: ${error.message}`) : error
    })
    for (const [source, { fetched, inserted, updated, unchanged, quarantined }] of Object.entries(sources))
      say(
        `${source}: ${fetched} read, ${inserted} new, ${updated} changed, ${unchanged} as before, ${quarantined} in quarantine`,
      )
    if (unrecognised > 0) say(`${unrecognised} rows name no machine, volume or snapshot and were left out.`)
    return unrecognised > 0 ? 3 : 0
  })
}

function readAnswers(file: string): { answers: unknown; savedAt: number } {
  try {
    return { answers: JSON.parse(readFileSync(file, 'utf8')), savedAt: Math.floor(statSync(file).mtimeMs) }
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${(error as Error).message}.`)
  }
}
