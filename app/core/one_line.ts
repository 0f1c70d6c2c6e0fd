/**
 * Text of one line: no control characters, which end lines, headers and RouterOS
 * strings early, and one of which (NUL) Postgres cannot store.
 */
export const ONE_LINE = /^\P{Cc}+$/u
