import { test } from '@japa/runner'
import { codeOf, openShop, type Shop } from './bkash_shop.js'

const V2 = '/v2/tokenized-checkout/refund/payment'

async function paid(shop: Shop) {
  const token = await shop.token()
  const paymentID = await shop.verified(token, { amount: '100.00' })
  const { trxID } = await shop.call('execute', token, { paymentID })
  return { token, paymentID, trxID }
}

test.group('bKash stand-in: refunds', () => {
  test('v2 gives back in parts and no more than was paid', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { token, paymentID: paymentId, trxID: trxId } = await paid(shop)
    const refund = (refundAmount: string) =>
      shop.call(`${V2}/transaction`, token, {
        paymentId,
        trxId,
        refundAmount,
        sku: 'day-pass',
        reason: 'asked for',
      })
    const first = await refund('60.00')

    assert.containSubset(first, {
      originalTrxId: trxId,
      refundTransactionStatus: 'Completed',
      originalTrxAmount: '100.00',
      refundAmount: '60.00',
      currency: 'BDT',
    })
    assert.equal(codeOf(await refund('40.01')), '2072')
    assert.containSubset(await refund('40.00'), { refundTransactionStatus: 'Completed' })
    assert.equal(codeOf(await refund('1.00')), '2074')
    assert.equal(shop.bkash.control.walletBalance('01712345678'), '25000.00')

    const status = await shop.call(`${V2}/status`, token, { paymentId, trxId })
    assert.lengthOf(Array.isArray(status.refundTransactions) ? status.refundTransactions : [], 2)
  })

  test('v2 refuses {field} = {value} with {code}')
    .with([
      { field: 'trxId', value: 'WRONG00000', code: '2077' },
      { field: 'paymentId', value: 'TR0011none', code: '2002' },
      { field: 'refundAmount', value: 10, code: '2072' },
      { field: 'sku', value: '', code: '2073' },
      { field: 'reason', value: '', code: '2076' },
      { field: 'paymentID', value: 'v1 casing', code: '2025' },
    ])
    .run(async ({ assert, cleanup }, { field, value, code }) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const { token, paymentID, trxID } = await paid(shop)
      const order = {
        paymentId: paymentID,
        trxId: trxID,
        refundAmount: '10.00',
        sku: 'a',
        reason: 'b',
      }
      const reply = await shop.call(`${V2}/transaction`, token, { ...order, [field]: value })

      assert.equal(codeOf(reply), code)
      assert.equal(shop.bkash.control.walletBalance('01712345678'), '24900.00')
    })

  test('v2 is not found under the v1 prefix', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { status } = await shop.raw(`/v1.2.0-beta${V2}/transaction`, { body: '{}' })

    assert.equal(status, 403)
  })

  test('v1 refunds, and tells the last refund at the same address', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { token, paymentID, trxID } = await paid(shop)
    const order = { paymentID, trxID, amount: '25.50', sku: 'day-pass', reason: 'asked for' }
    const refund = await shop.call('payment/refund', token, order)
    const status = await shop.call('payment/refund', token, { paymentID, trxID })

    assert.containSubset(refund, {
      statusCode: '0000',
      originalTrxID: trxID,
      transactionStatus: 'Completed',
      amount: '25.50',
    })
    assert.equal(status.refundTrxID, refund.refundTrxID)
    const tooMuch = await shop.call('payment/refund', token, { ...order, amount: '74.51' })
    assert.equal(codeOf(tooMuch), '2026')
  })

  test('nothing is refunded before it is captured', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    const paymentId = await shop.verified(token)
    const order = { paymentId, trxId: 'NONE', refundAmount: '1.00', sku: 'a', reason: 'b' }

    assert.equal(codeOf(await shop.call(`${V2}/transaction`, token, order)), '2127')
  })
})
