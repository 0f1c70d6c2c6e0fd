import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const RouterHealthController = () => import('#dashboard/controllers/router_health_controller')
const RouterTroubleController = () => import('#dashboard/controllers/router_trouble_controller')
const ZonesController = () => import('#dashboard/controllers/zones_controller')
const AlertsController = () => import('#dashboard/controllers/alerts_controller')

router
  .group(() => {
    router.get('/routers/health', [RouterHealthController, 'index']).as('health.index')
    router.get('/routers/zones', [ZonesController, 'index']).as('zones.index')
    router.get('/routers/:id/health', [RouterHealthController, 'show']).as('health.show')
    router.get('/routers/:id/trouble', [RouterTroubleController, 'show']).as('trouble.show')
    router.post('/routers/:id/trouble', [RouterTroubleController, 'look']).as('trouble.look')
    router.post('/routers/:id/zone', [ZonesController, 'update']).as('zones.update')

    router.get('/settings/alerts', [AlertsController, 'edit']).as('alerts.edit')
    router.post('/settings/alerts', [AlertsController, 'update']).as('alerts.update')
    router.post('/settings/alerts/recipients', [AlertsController, 'add']).as('alerts.add')
    router.post('/settings/alerts/removed', [AlertsController, 'remove']).as('alerts.remove')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
