import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const TenantsController = () => import('#admin/controllers/tenants_controller')

router
  .group(() => {
    router.get('/admin', [TenantsController, 'index']).as('admin.tenants')
  })
  .domain(appUrl.hostname)
  .use(middleware.admin())
