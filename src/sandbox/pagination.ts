import { z } from 'zod'

const MOST_PER_PAGE = 500
const USUAL_PER_PAGE = 20

/** `page` from 1, `limit` 20 unless asked for; more than 500 is answered with 500, as the answer's `limit` says. */
export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000_000).default(1),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(USUAL_PER_PAGE)
    .transform((limit) => Math.min(limit, MOST_PER_PAGE)),
})

export type PageQuery = z.output<typeof pageQuery>

export interface Pagination {
  total: number
  page: number
  limit: number
  total_pages: number
}

/** The asked page of a list; a page past the end is empty. */
export function pageOf<T>(list: readonly T[], query: PageQuery): { items: T[]; pagination: Pagination } {
  const from = (query.page - 1) * query.limit
  return { items: list.slice(from, from + query.limit), pagination: figures(list.length, query) }
}

function figures(total: number, { page, limit }: PageQuery): Pagination {
  return { total, page, limit, total_pages: Math.ceil(total / limit) }
}

/** The asked page of a list that is kept oldest first and shown newest first; the figures as billing writes them. */
export function sliceFromEnd<T>(list: readonly T[], query: PageQuery): Pagination & { items: T[] } {
  const to = Math.max(0, list.length - (query.page - 1) * query.limit)
  return { items: list.slice(Math.max(0, to - query.limit), to).reverse(), ...figures(list.length, query) }
}
