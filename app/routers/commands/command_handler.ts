import type { CommandKind, CommandPayloads } from '#routers/commands/router_command'
import type RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import type { TenantScope } from '#tenancy/tenancy'

/** Trying again would not help: the command ends as dead at once, with this message. */
export class CommandImpossible extends Error {
  readonly code = 'E_ROUTER_COMMAND_IMPOSSIBLE'
}

/** The router as a whole gave no answer, by another way than its API. */
export class RouterSilent extends Error {
  readonly code = 'E_ROUTER_SILENT'
}

/**
 * Carries out one kind of command. Must set a desired state rather than take a
 * step, since it may run twice. Returns what came of it, in a word or two, for
 * the operator; throws when it is worth trying again, CommandImpossible when it is not.
 */
export type CommandHandler<K extends CommandKind> = (
  tenant: TenantScope,
  router: Router,
  payload: CommandPayloads[K]
) => Promise<string>

/** The handlers of every kind; the rooms above provide them. */
export class CommandHandlers {
  constructor(private handlers: { [K in CommandKind]: CommandHandler<K> }) {}

  execute(tenant: TenantScope, router: Router, command: RouterCommand): Promise<string> {
    return this.#dispatch(tenant, router, command.kind, command.payload)
  }

  #dispatch<K extends CommandKind>(
    tenant: TenantScope,
    router: Router,
    kind: K,
    payload: CommandPayloads[K]
  ): Promise<string> {
    return this.handlers[kind](tenant, router, payload)
  }
}
