import { statSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { ImportedBillsDto } from '../server/dto/imported-bills.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { say } from './talk.ts'

/** `qm import billing FILE`: saved answers of the billing lists, or a charges CSV; read when the file was written. */
export async function importBillingFile(config: Config, file: string): Promise<number> {
  const content = await readText(file)
  const savedAt = file === '-' ? undefined : new Date(statSync(file).mtimeMs).toISOString()
  return withApi(config, async (api) => {
    const answer = await api.post('/api/v1/billing-records/import', { content, savedAt })
    const { sources, unrecognised, leftToBarrack } = (await answer.json()) as ImportedBillsDto
    let refused = 0
    for (const [source, { fetched, inserted, updated, unchanged, quarantined }] of Object.entries(sources)) {
      refused += quarantined
      say(
        `${source}: ${fetched} read, ${inserted} new, ${updated} changed, ${unchanged} as before, ${quarantined} in quarantine`,
      )
    }
    if (leftToBarrack > 0) say(`${leftToBarrack} lines are of days that Barrack itself has told of: its records stay.`)
    if (unrecognised > 0) say(`${unrecognised} rows name no machine, volume or snapshot and were left out.`)
    if (refused > 0) say("'qm quarantine list' says what is wrong with the rows in quarantine.")
    return unrecognised + refused > 0 ? 3 : 0
  })
}
