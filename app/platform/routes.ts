import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const CompanyController = () => import('#platform/controllers/company_controller')
const HealthController = () => import('#platform/controllers/health_controller')
const HomeController = () => import('#platform/controllers/home_controller')
const SessionController = () => import('#platform/controllers/session_controller')
const SignupController = () => import('#platform/controllers/signup_controller')
const TlsController = () => import('#platform/controllers/tls_controller')

/** For supervisors and for caddy, which reach us by a name that is nobody's host. */
router.get('/health', [HealthController, 'handle']).as('health')
router.get('/internal/tls', [TlsController, 'handle']).as('internal.tls')

router
  .group(() => {
    router.get('/health', [HealthController, 'handle']).as('platform.health')
    router.get('/', [HomeController, 'handle']).as('platform.home')
    router.get('/signup', [SignupController, 'show']).as('platform.signup')
    router.get('/terms', [SignupController, 'terms']).as('platform.terms')
    router.get('/signup/subdomain', [SignupController, 'subdomain']).as('platform.signup.subdomain')
    router.post('/signup', [SignupController, 'store']).as('platform.signup.store')
    router.get('/login', [SessionController, 'show']).as('platform.login')
    router.post('/login', [SessionController, 'store']).as('platform.login.store')
    router.post('/logout', [SessionController, 'destroy']).as('platform.logout')
  })
  .domain(appUrl.hostname)

router
  .group(() => {
    router.post('/signup/company', [CompanyController, 'store']).as('platform.signup.company')
    router.get('/choose', [SessionController, 'choose']).as('platform.choose')
    router.get('/choose/:slug', [SessionController, 'enter']).as('platform.enter')
  })
  .domain(appUrl.hostname)
  .use(middleware.account())
