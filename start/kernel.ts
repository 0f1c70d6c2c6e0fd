import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#start/exception_handler'))

server.use([
  () => import('#start/middleware/container_bindings_middleware'),
  () => import('@adonisjs/static/static_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
])

router.use([
  () => import('@adonisjs/core/bodyparser_middleware'),
  () => import('#start/middleware/plain_text_middleware'),
  () => import('#start/middleware/session_middleware'),
  () => import('#start/middleware/shield_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
  () => import('#platform/http/live_session_middleware'),
  () => import('#start/middleware/locale_middleware'),
])

export const middleware = router.named({
  tenant: () => import('#tenancy/http/tenant_middleware'),
  operator: () => import('#dashboard/operator_middleware'),
  account: () => import('#platform/http/account_middleware'),
  admin: () => import('#admin/admin_middleware'),
})
