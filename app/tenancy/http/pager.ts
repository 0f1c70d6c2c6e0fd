import type { HttpRequest } from '@adonisjs/core/http'
import type { ModelPaginatorContract, LucidRow } from '@adonisjs/lucid/types/model'

/** The page asked for; nonsense is the first page. */
export function pageOf(request: HttpRequest): number {
  const page = Number(request.qs().page)
  return Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1
}

/** What the pager component needs: where we are, and the query that keeps the filters. */
export function pager(
  {
    currentPage,
    lastPage,
    total,
  }: Pick<ModelPaginatorContract<LucidRow>, 'currentPage' | 'lastPage' | 'total'>,
  request: HttpRequest
) {
  const filters = Object.entries(request.qs()).filter(
    (entry): entry is [string, string] => entry[0] !== 'page' && typeof entry[1] === 'string'
  )
  return { page: currentPage, lastPage, total, baseQuery: new URLSearchParams(filters).toString() }
}
