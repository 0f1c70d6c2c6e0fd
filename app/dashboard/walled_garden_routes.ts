import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const RouterGardenController = () => import('#dashboard/controllers/router_garden_controller')
const WalledGardenController = () => import('#dashboard/controllers/walled_garden_controller')

/** Of one router, and what the ISP wants of all of them. */
router
  .group(() => {
    router
      .group(() => {
        router.get('/', [RouterGardenController, 'show']).as('garden.router')
        router.post('/check', [RouterGardenController, 'check']).as('garden.router.check')
        router.post('/push', [RouterGardenController, 'push']).as('garden.router.push')
      })
      .prefix('/routers/:id/walled-garden')
    router.get('/walled-garden', [WalledGardenController, 'show']).as('garden')
    router.post('/walled-garden', [WalledGardenController, 'update']).as('garden.update')
    router.post('/walled-garden/hosts', [WalledGardenController, 'addHost']).as('garden.add')
    router.post('/walled-garden/push', [WalledGardenController, 'push']).as('garden.push')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
