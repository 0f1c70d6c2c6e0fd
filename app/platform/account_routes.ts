import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const EmailController = () => import('#platform/accounts/controllers/email_controller')
const LinkedController = () => import('#platform/accounts/controllers/linked_controller')
const OauthController = () => import('#platform/sign_in/oauth/oauth_controller')
const ProfileController = () => import('#platform/accounts/controllers/profile_controller')
const ProofController = () => import('#platform/accounts/controllers/proof_controller')
const RemovalController = () => import('#platform/accounts/controllers/removal_controller')
const ResetController = () => import('#platform/accounts/controllers/reset_controller')
const SecondStepController = () => import('#platform/sign_in/second_step_controller')
const SessionsController = () => import('#platform/accounts/controllers/sessions_controller')
const TwoFactorController = () => import('#platform/accounts/controllers/two_factor_controller')

router
  .group(() => {
    router.get('/login/code', [SecondStepController, 'show']).as('platform.code')
    router.post('/login/code', [SecondStepController, 'store']).as('platform.code.store')
    router.post('/oauth/:provider', [OauthController, 'begin']).as('oauth.begin')
    router.get('/oauth/:provider/callback', [OauthController, 'callback']).as('oauth.callback')
    router.get('/forgot', [ResetController, 'ask']).as('reset.ask')
    router.post('/forgot', [ResetController, 'send']).as('reset.send')
    router.get('/reset/:token', [ResetController, 'show']).as('reset.show')
    router.post('/reset/:token', [ResetController, 'store']).as('reset.store')
  })
  .domain(appUrl.hostname)

router
  .group(() => {
    router.get('/login/code', [SecondStepController, 'show']).as('dashboard.code')
    router.post('/login/code', [SecondStepController, 'store']).as('dashboard.code.store')
  })
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())

router
  .group(() => {
    router.get('/', [ProfileController, 'show']).as('account')
    router.post('/name', [ProfileController, 'rename']).as('account.rename')
    router.post('/password', [ProfileController, 'changePassword']).as('account.password')
    router.post('/email', [EmailController, 'change']).as('account.email')
    router.post('/email/verify', [EmailController, 'resend']).as('account.email.verify')
    router.get('/email/confirm/:token', [EmailController, 'ask']).as('account.email.ask')
    router.post('/email/confirm/:token', [EmailController, 'confirm']).as('account.email.confirm')

    router.get('/two-factor', [TwoFactorController, 'show']).as('account.two_factor')
    router.post('/two-factor', [TwoFactorController, 'enable']).as('account.two_factor.enable')
    router
      .post('/two-factor/disable', [TwoFactorController, 'disable'])
      .as('account.two_factor.disable')
    router
      .post('/two-factor/recovery-codes', [TwoFactorController, 'renewCodes'])
      .as('account.two_factor.codes')

    router.get('/linked', [LinkedController, 'index']).as('account.linked')
    router.post('/linked/:provider', [LinkedController, 'begin']).as('account.linked.begin')
    router
      .post('/linked/:provider/remove', [LinkedController, 'remove'])
      .as('account.linked.remove')

    router.post('/prove/:provider', [ProofController, 'begin']).as('account.prove')
    router.get('/remove', [RemovalController, 'show']).as('account.remove')
    router.post('/remove', [RemovalController, 'store']).as('account.remove.store')

    router.get('/sessions', [SessionsController, 'index']).as('account.sessions')
    router.post('/sessions/others/end', [SessionsController, 'endOthers']).as('sessions.end_others')
    router
      .post('/sessions/:id/end', [SessionsController, 'end'])
      .as('sessions.end')
      .where('id', rowId)
  })
  .prefix('/account')
  .domain(appUrl.hostname)
  .use(middleware.account())
