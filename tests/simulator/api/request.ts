import type { Row } from '../menus/menu.js'

/** One sentence from an API client, taken apart. */
export interface ApiRequest {
  /** `/ip/hotspot/active` of `/ip/hotspot/active/print`. */
  menu: string
  command: string
  tag: string | undefined
  args: Row
  query: string[]
}

/** Splits `=name=value`, `.tag=`, and `?query` words. Undefined when there is no command word. */
export function parseRequest(words: readonly string[]): ApiRequest | undefined {
  const [head, ...rest] = words
  if (head === undefined || !head.startsWith('/')) return undefined
  const slash = head.lastIndexOf('/')
  const request: ApiRequest = {
    menu: head.slice(0, slash),
    command: head.slice(slash + 1),
    tag: undefined,
    args: {},
    query: [],
  }
  for (const word of rest) {
    const [, name, value] = /^=([^=]+)=?(.*)$/s.exec(word) ?? []
    if (word.startsWith('.tag=')) request.tag = word.slice(5)
    else if (word.startsWith('?')) request.query.push(word)
    else if (name !== undefined) request.args[name] = value ?? ''
  }
  return request
}
