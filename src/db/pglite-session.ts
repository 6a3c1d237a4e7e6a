import { PGlite } from '@electric-sql/pglite'
import { copyFromFile, isCopy } from './copy-rows.ts'
import { parameterText } from './parameter.ts'
import { parsers } from './parsers.ts'

/** What one statement gave. */
export interface StatementResult {
  rows: Record<string, unknown>[]
  affectedRows?: number
  /** The first word of the command tag: SELECT, INSERT, COMMIT, ... */
  command?: string
}

/** One open PGlite, in this thread or another. */
export interface PgliteSession {
  query(sql: string, parameters: readonly unknown[]): Promise<StatementResult>
  close(): Promise<void>
}

/** Parameters come as text already, whatever their type: PGlite's own serializers would want JavaScript values. */
const asGiven = new Proxy<Record<number, (value: string) => string>>({}, { get: () => (value: string) => value })

/** Opens PGlite in this thread, which it then stops for as long as a statement runs. */
export async function openPgliteSession(dataDir: string | null): Promise<PgliteSession> {
  return pgliteSession(await PGlite.create({ ...(dataDir !== null && { dataDir }), parsers: { ...parsers } }))
}

export function pgliteSession(pglite: PGlite): PgliteSession {
  return {
    async query(sql, parameters) {
      if (isCopy(sql)) {
        const blob = new Blob(parameters[0] as Uint8Array<ArrayBuffer>[])
        const { affectedRows } = await pglite.query(copyFromFile(sql, '/dev/blob'), [], { blob })
        return { rows: [], command: 'COPY', ...(affectedRows !== undefined && { affectedRows }) }
      }
      const { rows, affectedRows, command } = await pglite.query<Record<string, unknown>>(
        sql,
        parameters.map(parameterText),
        { serializers: asGiven },
      )
      return { rows, ...(affectedRows !== undefined && { affectedRows }), ...(command !== undefined && { command }) }
    },
    close: () => pglite.close(),
  }
}
