/** developer.bka.sh "Error codes". */
const GONE = new Set([
  '2036', // the mandate is not active
  '2051', // no such agreement
  '2052', // the agreement is incomplete
  '2053', // the agreement was cancelled
  '2055', // the agreement is in another state
  '2066', // the agreement is another merchant's
])

/** The agreement we kept is of no use any more, and another may be made. */
export const isGone = (code: string) => GONE.has(code)

/** One exists that we do not know, so the customer pays without. */
export const EXISTS_ALREADY = '2050'
