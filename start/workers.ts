import type { ApplicationService } from '@adonisjs/core/types'
import { Clock } from '#core/clock'
import { changeHandler } from '#hotspot/router_access/change_handler'
import { disconnectHandler } from '#hotspot/router_access/disconnect_handler'
import { loginHandler } from '#hotspot/router_access/login_handler'
import { logoutHandler } from '#hotspot/router_access/logout_handler'
import { walledGardenHandler } from '#hotspot/walled_garden/walled_garden_handler'
import { AskBalance } from '#messaging/balance/ask_balance'
import { DeliverMessage } from '#messaging/deliver_message'
import { DeliverMail } from '#messaging/mail/deliver_mail'
import { SchemaUpgrades } from '#platform/health/schema_upgrades'
import { FollowMove } from '#platform/lifecycle/follow_move'
import { FinishOpening } from '#platform/signup/finish_opening'
import { routerConnections } from '#routers/api/router_connections'
import { CommandHandlers } from '#routers/commands/command_handler'
import { RouterLanes } from '#routers/commands/router_lanes'
import { secretHandler } from '#routers/commands/secret_handler'
import { WorkRouterCommands } from '#routers/commands/work_router_commands'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { Tenancy } from '#tenancy/tenancy'

/** A router that does not answer holds one of these for a moment only. */
const ROUTERS_AT_ONCE = 24
const MESSAGES_AT_ONCE = 8
const BALANCES_AT_ONCE = 2
const MAILS_AT_ONCE = 2
const TENANTS_MIGRATED_AT_ONCE = 1
const SUBSCRIPTIONS_AT_ONCE = 4
const OPENINGS_AT_ONCE = 2
const MOVES_AT_ONCE = 2

/** What is under way at a slow router when the process stops; what is not done is done by the next. */
const STOP_PATIENCE_MS = 5_000

/** What works off the routers' outboxes: every kind of command, with its handler. */
export async function routerOutbox(app: ApplicationService): Promise<WorkRouterCommands> {
  const [jobs, tenancy, clock, directory] = await Promise.all([
    app.container.make(JobQueue),
    app.container.make(Tenancy),
    app.container.make(Clock),
    app.container.make(TenantDirectory),
  ])
  const handlers = new CommandHandlers({
    login: loginHandler(tenancy),
    logout: logoutHandler(tenancy),
    change: changeHandler(tenancy, clock),
    disconnect: disconnectHandler(tenancy),
    walled_garden: walledGardenHandler(tenancy, clock, directory),
    secret: secretHandler(tenancy),
  })
  return new WorkRouterCommands(tenancy, jobs, clock, handlers)
}

/** Binds every queue to what works it off. */
export async function startWorkers(app: ApplicationService): Promise<void> {
  const [jobs, directory, deliverMessage, outbox] = await Promise.all([
    app.container.make(JobQueue),
    app.container.make(TenantDirectory),
    app.container.make(DeliverMessage),
    routerOutbox(app),
  ])
  const lanes = new RouterLanes(outbox)
  app.terminating(async () => {
    await lanes.drain(STOP_PATIENCE_MS)
    await routerConnections.close()
  })

  await jobs.work('router-commands', ROUTERS_AT_ONCE, async ({ tenantId, routerId }) => {
    await lanes.work(await directory.byId(tenantId), routerId)
  })
  await jobs.work('send-sms', MESSAGES_AT_ONCE, async ({ tenantId, messageId }) => {
    await deliverMessage.execute(await directory.byId(tenantId), messageId)
  })
  await jobs.work('ask-sms-balance', BALANCES_AT_ONCE, async ({ tenantId, accountId }) => {
    const askBalance = await app.container.make(AskBalance)
    await askBalance.execute(await directory.byId(tenantId), accountId)
  })
  await jobs.work('ask-subscription', SUBSCRIPTIONS_AT_ONCE, async ({ tenantId }) => {
    const askSubscription = await app.container.make(AskSubscription)
    await askSubscription.execute(tenantId)
  })
  await jobs.work('migrate-tenant', TENANTS_MIGRATED_AT_ONCE, async ({ tenantId }) => {
    const upgrades = await app.container.make(SchemaUpgrades)
    await upgrades.run(tenantId)
  })
  await jobs.work('open-tenant', OPENINGS_AT_ONCE, async ({ tenantId }) => {
    const finishOpening = await app.container.make(FinishOpening)
    await finishOpening.execute(tenantId)
  })
  await jobs.work('follow-move', MOVES_AT_ONCE, async ({ tenantId }) => {
    const followMove = await app.container.make(FollowMove)
    await followMove.execute(tenantId)
  })
  await jobs.work('send-mail', MAILS_AT_ONCE, async ({ to, subject, text }) => {
    const deliverMail = await app.container.make(DeliverMail)
    await deliverMail.execute({ to, subject, text })
  })
}
