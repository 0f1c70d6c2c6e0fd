import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const RouterRedirectController = () => import('#portal/router_redirect_controller')
const LoginPageController = () => import('#portal/login_page_controller')
const HomeController = () => import('#portal/controllers/home_controller')
const NumberController = () => import('#portal/controllers/number_controller')
const CodeController = () => import('#portal/controllers/code_controller')
const OnlineController = () => import('#portal/controllers/online_controller')
const PackagesController = () => import('#portal/controllers/packages_controller')
const BuyController = () => import('#portal/controllers/buy_controller')
const PaymentController = () => import('#portal/controllers/payment_controller')
const CallbackController = () => import('#portal/controllers/callback_controller')
const NoticeController = () => import('#portal/controllers/notice_controller')

/** From the router: on the platform's host, since it names the tenant by token and identity. */
router
  .group(() => {
    router.get('/h/:token', [RouterRedirectController, 'handle']).as('portal.redirect')
    router.get('/h/:token/login.html', [LoginPageController, 'handle']).as('portal.login_page')
  })
  .domain(appUrl.hostname)

router
  .group(() => {
    router.get('/portal/:pass', [HomeController, 'handle']).as('portal.home')
    router.get('/portal/:pass/number', [NumberController, 'show']).as('portal.number')
    router.post('/portal/:pass/number', [NumberController, 'send']).as('portal.number.send')
    router.post('/portal/:pass/resend', [NumberController, 'resend']).as('portal.number.resend')
    router.get('/portal/:pass/code', [CodeController, 'show']).as('portal.code')
    router.post('/portal/:pass/code', [CodeController, 'verify']).as('portal.code.verify')
    router.get('/portal/:pass/online', [OnlineController, 'handle']).as('portal.online')
    router.get('/portal/:pass/packages', [PackagesController, 'handle']).as('portal.packages')
    router.post('/portal/:pass/buy', [BuyController, 'handle']).as('portal.buy')
    router
      .get('/portal/:pass/payments/:reference', [PaymentController, 'handle'])
      .as('portal.payment')
    router.get('/callbacks/:gateway/:reference', [CallbackController, 'handle']).as('callback')
    router
      .post('/callbacks/:gateway/:reference', [CallbackController, 'handle'])
      .as('callback.post')
    router.post('/notices/:gateway', [NoticeController, 'handle']).as('notice')
  })
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
