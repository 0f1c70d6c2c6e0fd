import type { Fetched } from './outbound.js'

export interface BrowseResult {
  /** portal: the router sent the browser elsewhere; login: to a page of its own; page: the site itself. */
  readonly outcome: 'portal' | 'login' | 'page'
  readonly status: number
  /** Where the browser stands; with `portal`, where it would go next. */
  readonly url: string
  readonly body: string
  /** Every address on the way, in order. */
  readonly visited: readonly string[]
}

export interface LoginForm {
  linkLoginOnly: string
  username: string
  password: string
  dst?: string
}

export interface LoginResult {
  readonly online: boolean
  readonly status: number
  readonly body: string
  /** Where the answer sends the browser. */
  readonly next: string | undefined
}

export const MOST_REDIRECTS = 8

/** Where a browser goes next by itself: Location, or a meta refresh. */
export function nextOf({ headers, body }: Fetched, from: string): string | undefined {
  const [, target] =
    /<meta\s[^>]*http-equiv=["']?refresh["']?[^>]*content=["']?\s*\d+\s*;\s*url=([^"'>]+)/i.exec(
      body.toString('utf8')
    ) ?? []
  const next = headers.location ?? target?.replaceAll('&amp;', '&')
  return next === undefined ? undefined : new URL(next.trim(), from).href
}
