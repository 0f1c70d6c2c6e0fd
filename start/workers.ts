import type { ApplicationService } from '@adonisjs/core/types'
import { Clock } from '#core/clock'
import { changeHandler } from '#hotspot/router_access/change_handler'
import { disconnectHandler } from '#hotspot/router_access/disconnect_handler'
import { loginHandler } from '#hotspot/router_access/login_handler'
import { logoutHandler } from '#hotspot/router_access/logout_handler'
import { walledGardenHandler } from '#hotspot/walled_garden/walled_garden_handler'
import { DeliverMessage } from '#messaging/deliver_message'
import { CommandHandlers, CommandImpossible } from '#routers/commands/command_handler'
import { WorkRouterCommands } from '#routers/commands/work_router_commands'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { Tenancy } from '#tenancy/tenancy'

/** One dead router holds one of these for some seconds; the others go on. */
const ROUTERS_AT_ONCE = 24
const MESSAGES_AT_ONCE = 8

/** Binds every queue to what works it off. */
export async function startWorkers(app: ApplicationService): Promise<void> {
  const [jobs, tenancy, clock, directory, deliverMessage] = await Promise.all([
    app.container.make(JobQueue),
    app.container.make(Tenancy),
    app.container.make(Clock),
    app.container.make(TenantDirectory),
    app.container.make(DeliverMessage),
  ])
  const handlers = new CommandHandlers({
    login: loginHandler(tenancy),
    logout: logoutHandler(tenancy),
    change: changeHandler(tenancy, clock),
    disconnect: disconnectHandler(tenancy),
    walled_garden: walledGardenHandler(tenancy, clock, directory),
    secret: unknownCommand,
  })
  const outbox = new WorkRouterCommands(tenancy, jobs, clock, handlers)

  await jobs.work('router-commands', ROUTERS_AT_ONCE, async ({ tenantId, routerId }) => {
    await outbox.execute(await directory.byId(tenantId), routerId)
  })
  await jobs.work('send-sms', MESSAGES_AT_ONCE, async ({ tenantId, messageId }) => {
    await deliverMessage.execute(await directory.byId(tenantId), messageId)
  })
}

/** Its place is kept until its handler is there. */
async function unknownCommand(): Promise<string> {
  throw new CommandImpossible('This worker does not know the command yet; update it and retry.')
}
