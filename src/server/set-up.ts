import type { Account } from '../db/account-repository.ts'
import type { ApiFindingsDto, SampleFindingsDto, SupportBundleDto } from './dto/set-up.ts'

/**
 * Finding out how the API of an account differs from the contract; the server asks no account itself, so it is given by the
 * process that wires the house together. Each throws a problem where it cannot.
 */
export interface SetUp {
  /** Looks at the API with GET alone, 60 requests at most, and keeps what was found; joins a look that is under way. */
  look(account: Account): Promise<ApiFindingsDto>
  /** The sources that are known so far while a look is under way; null where none is. */
  underWay(account: Account): readonly string[] | null
  /** What a file of saved answers tells; nothing is sent and nothing of it is kept. */
  examine(account: Account, content: string): Promise<SampleFindingsDto>
  /** What a bug report needs, without names, ids, amounts and keys. */
  bundle(account: Account): Promise<SupportBundleDto>
}
