import { type RouterApiTarget } from '#routers/api/router_api_target'
import { OpenRouterSession, type RouterSession } from '#routers/api/router_session'

/** A connection of the test's own, closed after. */
export async function withOneSession<T>(
  target: RouterApiTarget,
  work: (session: RouterSession) => Promise<T>
): Promise<T> {
  const session = await OpenRouterSession.open(target)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}
