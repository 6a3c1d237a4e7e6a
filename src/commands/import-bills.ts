import { AccountBusyError } from '../ingest/run-ingest.ts'
import { importBilling } from '../ingest/import-billing.ts'
import { importCharges } from '../ingest/import-charges.ts'
import { parseCsv } from '../server/export/parse-csv.ts'
import type { ImportBills } from '../server/imported-bills.ts'
import { ProblemException } from '../server/problem.ts'
import type { Rooms } from './rooms.ts'

/** What the server calls to take bills from a file: it reaches no part of ingest itself. */
export const billsImporter =
  ({ store, clock, config }: Pick<Rooms, 'store' | 'clock' | 'config'>): ImportBills =>
  async (account, content, savedAt) => {
    const options = { store, account, clock, rules: config.rules }
    try {
      return isJson(content)
        ? await importBilling(options, parseJson(content), savedAt)
        : await importCharges(options, parseCsv(content), savedAt)
    } catch (error) {
      if (error instanceof AccountBusyError) throw new ProblemException('busy', error.message)
      if (error instanceof RangeError) throw new ProblemException('invalid-request', error.message)
      throw error
    }
  }

const isJson = (content: string): boolean => /^\uFEFF?\s*[[{]/.test(content)

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new RangeError(`It looks like JSON and is none: ${(error as Error).message}.`, { cause: error })
  }
}
