import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { RECEIPT_FILE } from '#payments/receipts/receipt_download'
import { middleware } from '#start/kernel'

const VoucherLinkController = () => import('#portal/controllers/voucher_link_controller')
const VoucherController = () => import('#portal/controllers/voucher_controller')
const ReceiptController = () => import('#portal/controllers/receipt_controller')

/** What a customer has besides packages: vouchers to redeem, receipts to keep. */
router
  .group(() => {
    router.get('/voucher', [VoucherController, 'show']).as('portal.voucher')
    router.post('/voucher', [VoucherController, 'redeem']).as('portal.voucher.redeem')
    router.get('/receipts', [ReceiptController, 'index']).as('portal.receipts')
    router.get('/receipts/:file', [ReceiptController, 'show']).as('portal.receipt')
  })
  .prefix('/portal/:pass')
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
  .where('file', RECEIPT_FILE)

/** Where the QR code of a voucher leads, from whatever network. */
router
  .get('/v/:code', [VoucherLinkController, 'handle'])
  .as('portal.voucher_link')
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
