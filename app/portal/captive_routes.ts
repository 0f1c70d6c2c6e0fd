import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'

const CaptiveApiController = () => import('#portal/captive/captive_api_controller')
const CaptivePagesController = () => import('#portal/captive/captive_pages_controller')

/** RFC 8908. The token names tenant and router, so the platform's host does as well as the tenant's. */
for (const [name, domain] of [
  ['tenant', `:tenant.${appUrl.hostname}`],
  ['platform', appUrl.hostname],
] as const) {
  router
    .group(() => {
      router.get('/captive/:token/api', [CaptiveApiController, 'handle']).as(`${name}.captive.api`)
      router.get('/captive/:token', [CaptivePagesController, 'portal']).as(`${name}.captive`)
      router
        .get('/captive/:token/venue', [CaptivePagesController, 'venue'])
        .as(`${name}.captive.venue`)
      router.get('/h/:token/api.json', [CaptivePagesController, 'file']).as(`${name}.captive.file`)
    })
    .domain(domain)
}
