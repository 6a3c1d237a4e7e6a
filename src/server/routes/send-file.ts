import type { Context } from 'hono'
import type { AnyReportFile } from '../services/report-file.ts'

/** Answers with a report as a download. */
export function sendFile(c: Context, { fileName, mediaType, body }: AnyReportFile): Response {
  return c.body(body instanceof Uint8Array ? Uint8Array.from(body) : body, 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  })
}
