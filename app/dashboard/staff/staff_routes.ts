import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const StaffController = () => import('#dashboard/staff/staff_controller')
const PeopleController = () => import('#dashboard/staff/people_controller')
const SwitchController = () => import('#dashboard/staff/switch_controller')
const MailController = () => import('#dashboard/staff/mail_controller')

const tenantHost = `:tenant.${appUrl.hostname}`
const operators = [middleware.tenant(), middleware.operator()]

router
  .group(() => {
    router.get('/', [StaffController, 'index']).as('staff')
    router.post('/', [StaffController, 'invite']).as('staff.invite')
    router.post('/leave', [PeopleController, 'leave']).as('staff.leave')
    router.post('/mail-again', [MailController, 'again']).as('staff.mail_again')
    router.post('/mail-verify', [MailController, 'verify']).as('staff.mail_verify')
    router.post('/invitations/:id/resend', [StaffController, 'resend']).as('staff.resend')
    router.post('/invitations/:id/revoke', [StaffController, 'revoke']).as('staff.revoke')
    router.post('/:id/role', [PeopleController, 'role']).as('staff.role')
    router.post('/:id/transfer', [PeopleController, 'transfer']).as('staff.transfer')
    router.post('/:id/remove', [PeopleController, 'remove']).as('staff.remove')
  })
  .prefix('/dashboard/settings/staff')
  .domain(tenantHost)
  .use(operators)
  .where('id', rowId)

/** Not under /dashboard: it ends on another host, where Unpoly cannot follow. */
router
  .get('/switch/:slug', [SwitchController, 'handle'])
  .as('dashboard.switch')
  .domain(tenantHost)
  .use(operators)
