import type { AppContext } from '../context.ts'
import { accountOf, fileNameOf } from './account.ts'

/** A report as a file. */
export interface ReportFile<Body extends string | Uint8Array = string | Uint8Array> {
  readonly fileName: string
  readonly mediaType: string
  readonly body: Body
}

/** One that is made while it is read. */
export interface StreamedReport extends Omit<ReportFile, 'body'> {
  readonly body: ReadableStream<Uint8Array>
}

export type AnyReportFile = ReportFile | StreamedReport

/** A report under the account's name: 'lab-prices.csv'. Text is UTF-8; of bytes `charset` says what they are, null = no text. */
export async function reportFile<Body extends string | Uint8Array>(
  context: AppContext,
  query: { readonly account?: string | undefined },
  name: string,
  body: Body,
  mediaType = 'text/csv',
  charset: string | null = typeof body === 'string' ? 'utf-8' : null,
): Promise<ReportFile<Body>> {
  const fileName = fileNameOf(context, await accountOf(context, query.account), name)
  return { fileName, mediaType: charset === null ? mediaType : `${mediaType}; charset=${charset}`, body }
}
