import type { z } from 'zod'
import { lists, machineDetailsRow, type ListName, type MachineDetailsRow } from './contract/index.ts'
import { isObject, mapFields, type Endpoint } from './endpoint-map.ts'

export type RowOf<Name extends ListName> = z.output<(typeof lists)[Name]['row']>

/** A row that parsed, with the answer's own form of it. */
export interface Row<Value> {
  readonly id: string
  readonly value: Value
  readonly raw: Readonly<Record<string, unknown>>
}

/** A row that did not: it goes to quarantine while the rest is taken. */
export interface RefusedRow {
  readonly raw: unknown
  readonly reason: string
}

export interface ParsedRows<Value> {
  readonly rows: readonly Row<Value>[]
  readonly refused: readonly RefusedRow[]
}

/** Checks the rows of a list, each by itself; `fields` maps our names to theirs. */
export function parseRows<Name extends ListName>(
  name: Name,
  raws: readonly unknown[],
  fields?: Endpoint['fields'],
): ParsedRows<RowOf<Name>> {
  const schema = lists[name].row as unknown as z.ZodType<RowOf<Name>>
  const rows: Row<RowOf<Name>>[] = []
  const refused: RefusedRow[] = []
  for (const raw of raws) {
    const result = schema.safeParse(isObject(raw) && fields ? mapFields(raw, fields) : raw)
    if (result.success)
      rows.push({ id: rowId(name, raw, fields), value: result.data, raw: raw as Record<string, unknown> })
    else refused.push({ raw, reason: reasonOf(result.error) })
  }
  return { rows, refused }
}

export type Parsed<Value> = Row<Value> | RefusedRow

/** Checks the answer about the one machine that was asked for. */
export function parseMachine(
  id: string,
  raw: Readonly<Record<string, unknown>>,
  fields?: Endpoint['fields'],
): Parsed<MachineDetailsRow> {
  const result = machineDetailsRow.safeParse(fields ? mapFields(raw, fields) : raw)
  if (!result.success) return { raw, reason: reasonOf(result.error) }
  const told = result.data.id
  if (told !== null && told !== id) return { raw, reason: `id: asked for '${id}', got '${told}'` }
  return { id, value: result.data, raw }
}

/** What identifies a row of a list: its id, or all of it where it has none. */
export function rowId(name: ListName, raw: unknown, fields?: Endpoint['fields']): string {
  const id = isObject(raw) ? lists[name].idOf(fields ? mapFields(raw, fields) : raw) : null
  return id ?? JSON.stringify(raw)
}

/** The issues of a row in one line: 'total_cost: expected a decimal number; ...'. */
export function reasonOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ')
}
