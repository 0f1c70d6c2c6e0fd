import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const JoiningController = () => import('#dashboard/joining/joining_controller')
const ScriptController = () => import('#dashboard/joining/script_controller')

const tenantHost = `:tenant.${appUrl.hostname}`

router
  .group(() => {
    router.post('/:id/joining', [JoiningController, 'store']).as('routers.joining.store')
    router.post('/:id/joining/check', [JoiningController, 'check']).as('routers.joining.check')
    router.post('/:id/replace', [JoiningController, 'replace']).as('routers.replace')
  })
  .prefix('/dashboard/routers')
  .domain(tenantHost)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)

/** For routers, which have no login: the token of the line is what they know. */
router
  .group(() => {
    router.get('/join/:token/:major', [ScriptController, 'show']).as('joining.script')
    router.post('/join/:token/report', [ScriptController, 'report']).as('joining.report')
  })
  .domain(tenantHost)
  .use(middleware.tenant())
