import type { AppContext } from '../context.ts'
import type { ImportBillsBody, ImportedBillsDto } from '../dto/imported-bills.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

/** Takes bills from the text of a file into an account of one's own. */
export async function importBills(
  context: AppContext,
  { content, savedAt }: ImportBillsBody,
  query: { account?: string | undefined },
): Promise<ImportedBillsDto> {
  const account = await accountOf(context, query.account)
  if (account.kind === 'demo')
    throw new ProblemException(
      'invalid-request',
      'This is the demo, which takes no bills of yours. Add your account first: `qm account add NAME`; one that is fed ' +
        'by files alone needs no key, only the name of a variable that stays unset (--key-from BARRACK_API_KEY_NAME).',
    )
  const now = context.clock()
  return context.importBills(account, content, savedAt === undefined ? now : Math.min(Date.parse(savedAt), now))
}
