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
  const { items, ...pagination } = slicePage(list, query)
  return { items, pagination }
}

/** As billing writes it: the page's figures beside the records. */
export function slicePage<T>(list: readonly T[], { page, limit }: PageQuery): Pagination & { items: T[] } {
  const from = (page - 1) * limit
  return {
    items: list.slice(from, from + limit),
    total: list.length,
    page,
    limit,
    total_pages: Math.ceil(list.length / limit),
  }
}
