import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const CustomersController = () => import('#dashboard/controllers/customers_controller')
const CustomerStandingController = () =>
  import('#dashboard/controllers/customer_standing_controller')
const CustomerMergeController = () => import('#dashboard/controllers/customer_merge_controller')
const CustomerFilesController = () => import('#dashboard/controllers/customer_files_controller')

router
  .group(() => {
    router.get('/', [CustomersController, 'index']).as('customers.index')
    router.get('/export', [CustomerFilesController, 'export']).as('customers.export')
    router.get('/import', [CustomerFilesController, 'create']).as('customers.import')
    router.post('/import', [CustomerFilesController, 'preview']).as('customers.import.preview')
    router.post('/import/confirm', [CustomerFilesController, 'store']).as('customers.import.store')

    router.get('/:id', [CustomersController, 'show']).as('customers.show')
    router.post('/:id/notes', [CustomersController, 'note']).as('customers.note')
    router.post('/:id/block', [CustomerStandingController, 'block']).as('customers.block')
    router.post('/:id/unblock', [CustomerStandingController, 'unblock']).as('customers.unblock')
    router.get('/:id/merge', [CustomerMergeController, 'show']).as('customers.merge')
    router
      .post('/:id/merge/confirm', [CustomerMergeController, 'store'])
      .as('customers.merge.store')
  })
  .prefix('/dashboard/customers')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
