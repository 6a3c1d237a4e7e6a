import type { AppContext } from '../context.ts'
import { accountOf, fileNameOf } from './account.ts'

/** A report as a file. */
export interface ReportFile {
  readonly fileName: string
  readonly mediaType: string
  readonly body: string
}

/** A text as the file of an account, under the account's name: 'lab-prices.csv'. */
export async function reportFile(
  context: AppContext,
  query: { readonly account?: string | undefined },
  name: string,
  body: string,
  mediaType = 'text/csv',
): Promise<ReportFile> {
  const fileName = fileNameOf(context, await accountOf(context, query.account), name)
  return { fileName, mediaType: `${mediaType}; charset=utf-8`, body }
}
