import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const VouchersController = () => import('#dashboard/controllers/vouchers_controller')

/** A batch is addressed by the id of its first voucher. */
router
  .group(() => {
    router.get('/', [VouchersController, 'index']).as('vouchers.index')
    router.get('/create', [VouchersController, 'create']).as('vouchers.create')
    router.post('/', [VouchersController, 'store']).as('vouchers.store')
    router.get('/:id', [VouchersController, 'show']).as('vouchers.show')
    router.get('/:id/vouchers.csv', [VouchersController, 'csv']).as('vouchers.csv')
    router.get('/:id/sheet.pdf', [VouchersController, 'sheet']).as('vouchers.sheet')
    router.post('/:id/void', [VouchersController, 'voidBatch']).as('vouchers.void_batch')
    router.post('/one/:id/void', [VouchersController, 'voidOne']).as('vouchers.void_one')
  })
  .prefix('/dashboard/vouchers')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
