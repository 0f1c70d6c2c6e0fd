import type { CommandKind, CommandState } from '#routers/commands/router_command'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import { readRowId } from '#tenancy/http/row_id'

const PAGE = 50

export const STATES: readonly CommandState[] = ['pending', 'running', 'dead', 'done', 'dismissed']
export const KINDS: readonly CommandKind[] = [
  'login',
  'logout',
  'change',
  'disconnect',
  'walled_garden',
  'secret',
]

export interface OutboxFilters {
  routerId: number | null
  state: CommandState | null
  kind: CommandKind | null
}

/** What nobody has asked for is left out; what makes no sense is, too. */
export function outboxFilters(query: Record<string, unknown>): OutboxFilters {
  const id = String(query.router ?? '')
  return {
    routerId: readRowId(id),
    state: STATES.find((known) => known === query.state) ?? null,
    kind: KINDS.find((known) => known === query.kind) ?? null,
  }
}

/** A page of what the routers were told, newest first. In the tenant's scope. */
export async function outboxQuery({ routerId, state, kind }: OutboxFilters, page: number) {
  const query = RouterCommand.query().orderBy('id', 'desc')
  if (routerId) query.where('router_id', routerId)
  if (state) query.where('state', state)
  if (kind) query.where('kind', kind)
  const found = await query.paginate(page, PAGE)

  const routers = await Router.query().select('id', 'name').orderBy('name')
  const names = new Map(routers.map(({ id, name }) => [id, name]))
  const commands = found.all().map((command) => ({
    id: command.id,
    routerId: command.routerId,
    routerName: names.get(command.routerId) ?? '—',
    kind: command.kind,
    subject: command.subject,
    state: command.state,
    attempts: command.attempts,
    why: command.state === 'done' ? command.outcome : (command.lastError ?? command.outcome),
    createdAt: command.createdAt,
    finishedAt: command.finishedAt,
    nextAt: command.state === 'pending' && command.attempts > 0 ? command.notBefore : null,
  }))
  return {
    page: found,
    commands,
    routers: routers.map(({ id, name }) => ({ value: String(id), label: name })),
    dead: await deadCount(),
  }
}

/** How many commands were given up and wait for somebody. */
async function deadCount(): Promise<number> {
  const dead = await RouterCommand.query().where('state', 'dead').count('* as total')
  return Number(dead[0]?.$extras.total ?? 0)
}
