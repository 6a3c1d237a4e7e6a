import type { Instant, StatementLine } from '../../engine/index.ts'

/** The lines of one wallet, in the order of days. */
export interface WalletLines {
  readonly currency: string
  readonly lines: readonly StatementLine[]
  /** When the balance at the end of the last line was read; null where it never was. */
  readonly closingReadAt: Instant | null
}
