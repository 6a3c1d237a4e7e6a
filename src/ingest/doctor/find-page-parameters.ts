import { isObject, valueAt } from '../../barrack/endpoint-map.ts'
import { rowId } from '../../barrack/parse-rows.ts'
import type { ListName } from '../../barrack/contract/index.ts'
import type { Endpoint } from '../../barrack/endpoint-map.ts'
import type { Probe } from './probe.ts'

export const PAGE = ['page', 'p', 'page_number', 'pageNumber', 'page_no']
export const LIMIT = ['limit', 'per_page', 'page_size', 'pageSize', 'size']
const ASKED = '500'

export interface PagedList {
  readonly name: ListName
  readonly path: string
  readonly list: string
  readonly fields: Endpoint['fields']
  /** Rows of the first answer and of the whole list. */
  readonly rows: number
  readonly firstId: string
}

/**
 * Finds the names by which pages and page size are asked for, on a list that does not fit into one answer: the page
 * parameter gives other rows, the limit more of them. What is the contract's name is not told.
 */
export async function findPageParameters(
  probe: Probe,
  list: PagedList,
): Promise<Pick<Endpoint, 'pageParameter' | 'limitParameter'>> {
  const read = async (query: Record<string, string>) => {
    const { status, body } = await probe.get(list.path, query)
    const rows = Array.isArray(body) ? body : isObject(body) ? valueAt(body, list.list) : null
    return status === 200 && Array.isArray(rows) ? rows : null
  }
  let pageParameter: string | undefined
  for (const name of PAGE) {
    const rows = await read({ [name]: '2' })
    if (rows && rows.length > 0 && rowId(list.name, rows[0], list.fields) !== list.firstId) {
      pageParameter = name
      break
    }
  }
  let limitParameter: string | undefined
  for (const name of LIMIT) {
    const rows = await read({ [name]: ASKED })
    if (rows && rows.length > list.rows) {
      limitParameter = name
      break
    }
  }
  return {
    ...(pageParameter !== undefined && pageParameter !== 'page' && { pageParameter }),
    ...(limitParameter !== undefined && limitParameter !== 'limit' && { limitParameter }),
  }
}
