import { RouterSilent } from '#routers/commands/command_handler'
import { RouterApiError, RouterTrap } from '#routers/api/router_api_errors'

/**
 * Did it fail because of the router as a whole, so that the next command would fail, too?
 * A refusal (`!trap`) is about its command alone.
 */
export function isRouterTrouble(error: unknown): boolean {
  if (error instanceof RouterSilent) return true
  if (error instanceof RouterApiError) return !(error instanceof RouterTrap)
  return error instanceof Error && error.cause !== undefined && isRouterTrouble(error.cause)
}
