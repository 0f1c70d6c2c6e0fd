import { RouterTrap } from '#routers/api/router_api_errors'
import type { RouterRow } from '#routers/api/command_channel'
import type { RouterSession } from '#routers/api/router_session'

/** Rows of a menu; none where this router lacks it, or does not let us look. */
export async function menu(
  session: RouterSession,
  path: string,
  proplist: string[] = []
): Promise<RouterRow[]> {
  try {
    return await session.print(path, {}, proplist)
  } catch (error) {
    if (error instanceof RouterTrap) return []
    throw error
  }
}
