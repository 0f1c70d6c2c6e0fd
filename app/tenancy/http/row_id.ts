/** More digits than a bigint has name no row. */
const ROW_ID = /^[1-9]\d{0,14}$/

/** What a route's parameter must look like to name a row. */
export const rowId = { match: ROW_ID, cast: Number }

/** The row that a query string names; what names none is null. */
export function readRowId(text: string): number | null {
  return ROW_ID.test(text) ? Number(text) : null
}
