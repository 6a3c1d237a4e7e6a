import type { Context } from 'hono'
import type { ReportFile } from '../services/report-file.ts'

/** Answers with a report as a download. */
export function sendFile(c: Context, { fileName, mediaType, body }: ReportFile): Response {
  return c.body(typeof body === 'string' ? body : Uint8Array.from(body), 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  })
}
