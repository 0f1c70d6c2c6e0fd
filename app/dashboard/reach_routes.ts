import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const TunnelController = () => import('#dashboard/reach/tunnel_controller')
const RouterKeyController = () => import('#dashboard/reach/router_key_controller')

const tenantHost = `:tenant.${appUrl.hostname}`

router
  .group(() => {
    router.post('/:id/tunnel/key', [TunnelController, 'key']).as('routers.tunnel.key')
    router.post('/:id/tunnel/revoke', [TunnelController, 'revoke']).as('routers.tunnel.revoke')
    router.post('/:id/tunnel/gateway', [TunnelController, 'gateway']).as('routers.tunnel.gateway')
  })
  .prefix('/dashboard/routers')
  .domain(tenantHost)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)

/** For routers, which have no login: the token of the joining line is what they know. */
router
  .post('/join/:token/tunnel', [RouterKeyController, 'store'])
  .as('joining.tunnel')
  .domain(tenantHost)
  .use(middleware.tenant())
