import type { AppContext } from '../context.ts'
import { textStream } from '../export/text-stream.ts'
import { accountOf, fileNameOf } from './account.ts'

/**
 * Every billing record of an account as Barrack told it last, in the form of its own answers, so that `qm import billing`
 * takes it again: `{"records": [...]}`.
 */
export async function billingRecordsFile(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> {
  const account = await accountOf(context, query.account)
  return {
    fileName: fileNameOf(context, account, 'billing-records.json'),
    body: textStream(recordLines(context, account.accountId)),
  }
}

async function* recordLines({ store }: AppContext, accountId: number): AsyncGenerator<string> {
  const records = store.db
    .selectFrom('billing_record_version')
    .distinctOn('record_id')
    .select('raw')
    .where('account_id', '=', accountId)
    .orderBy('record_id')
    .orderBy('seen_at', 'desc')
  let separator = '\n'
  yield '{"records":['
  for await (const rows of store.stream(records.compile())) {
    yield separator + rows.map(({ raw }) => JSON.stringify(raw)).join(',\n')
    separator = ',\n'
  }
  yield '\n]}\n'
}
