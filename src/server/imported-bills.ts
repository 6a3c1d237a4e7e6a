import type { Account } from '../db/account-repository.ts'
import type { Instant } from '../engine/index.ts'
import type { ImportedBillsDto } from './dto/imported-bills.ts'

/**
 * Takes bills from the text of a file, by the same path and checks as an ingest; given by the process that wires the house
 * together. `savedAt` is when the file was written. Throws a problem where it cannot be taken.
 */
export type ImportBills = (account: Account, content: string, savedAt: Instant) => Promise<ImportedBillsDto>
