import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const SessionController = () => import('#dashboard/controllers/session_controller')
const HomeController = () => import('#dashboard/controllers/home_controller')
const RoutersController = () => import('#dashboard/controllers/routers_controller')
const PackagesController = () => import('#dashboard/controllers/packages_controller')
const PaymentsController = () => import('#dashboard/controllers/payments_controller')
const MessagesController = () => import('#dashboard/controllers/messages_controller')
const LogsController = () => import('#dashboard/controllers/logs_controller')
const GatewaysController = () => import('#dashboard/controllers/gateways_controller')
const ProfileController = () => import('#dashboard/controllers/profile_controller')

const tenantHost = `:tenant.${appUrl.hostname}`

router
  .group(() => {
    router.get('/', ({ response }) => response.redirect('/dashboard')).as('tenant.home')
    router.get('/login', [SessionController, 'show']).as('dashboard.login')
    router.post('/login', [SessionController, 'store']).as('dashboard.login.store')
    router.post('/logout', [SessionController, 'destroy']).as('dashboard.logout')
    router.get('/enter', [SessionController, 'enter']).as('dashboard.enter')
  })
  .domain(tenantHost)
  .use(middleware.tenant())

router
  .group(() => {
    router.get('/', [HomeController, 'handle']).as('dashboard.home')

    router.get('/routers', [RoutersController, 'index']).as('routers.index')
    router.get('/routers/create', [RoutersController, 'create']).as('routers.create')
    router.post('/routers', [RoutersController, 'store']).as('routers.store')
    router.get('/routers/:id', [RoutersController, 'show']).as('routers.show')
    router.get('/routers/:id/edit', [RoutersController, 'edit']).as('routers.edit')
    router.put('/routers/:id', [RoutersController, 'update']).as('routers.update')
    router.delete('/routers/:id', [RoutersController, 'destroy']).as('routers.destroy')
    router.post('/routers/:id/check', [RoutersController, 'check']).as('routers.check')

    router.get('/packages', [PackagesController, 'index']).as('packages.index')
    router.get('/packages/create', [PackagesController, 'create']).as('packages.create')
    router.post('/packages', [PackagesController, 'store']).as('packages.store')
    router.post('/packages/starter', [PackagesController, 'starter']).as('packages.starter')
    router.get('/packages/:id/edit', [PackagesController, 'edit']).as('packages.edit')
    router.put('/packages/:id', [PackagesController, 'update']).as('packages.update')
    router.delete('/packages/:id', [PackagesController, 'destroy']).as('packages.destroy')

    router.get('/payments', [PaymentsController, 'index']).as('payments.index')
    router.get('/payments/:id', [PaymentsController, 'show']).as('payments.show')

    router.get('/messages', [MessagesController, 'index']).as('messages.index')
    router.get('/logs', [LogsController, 'index']).as('logs.index')

    router.get('/settings/gateways', [GatewaysController, 'index']).as('gateways.index')
    router.get('/settings/profile', [ProfileController, 'edit']).as('profile.edit')
    router.post('/settings/profile', [ProfileController, 'update']).as('profile.update')
  })
  .prefix('/dashboard')
  .domain(tenantHost)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
