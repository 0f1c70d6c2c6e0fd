import { type RouterReply, type RouterRow } from './command_channel.js'

export { OpenRouterSession } from './open_router_session.js'
export { withRouterSession } from './router_connections.js'

/**
 * One logged-in API connection to a router. Commands go out one after the other, in the
 * order they were asked for. Every promise settles; after an error other than
 * RouterTrap the session is over and later commands throw RouterConnectionLost unsent.
 * Menus are written with slashes: `/ip/hotspot/active`.
 */
export interface RouterSession {
  /** Items of a menu that match all of `query`; only the properties of `proplist` if given. */
  print(menu: string, query?: Record<string, string>, proplist?: string[]): Promise<RouterRow[]>
  /** Any command with its arguments. */
  run(command: string, args?: Record<string, string>): Promise<RouterReply>
  /** Adds an item and returns its `.id`. */
  add(menu: string, args: Record<string, string>): Promise<string>
  set(menu: string, id: string, args: Record<string, string>): Promise<void>
  remove(menu: string, id: string): Promise<void>
}
