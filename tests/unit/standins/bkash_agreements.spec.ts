import { test } from '@japa/runner'
import type { JsonRecord } from '#tests/standins/kit/guards'
import { BLUE, CALLBACK, codeOf, openShop, Shop } from './bkash_shop.js'
import { read } from './web.js'

const WALLET = '01712345678'
const ASKED = { mode: '0000', payerReference: 'customer-7', callbackURL: CALLBACK }

async function openAgreements(cleanup: (end: () => Promise<void>) => void) {
  const shop = await openShop()
  cleanup(() => shop.bkash.stop())
  const token = await shop.token()
  const call = (path: string, body: unknown) => shop.call(path, token, body)
  return { shop, token, call, control: shop.bkash.control }
}

type Open = Awaited<ReturnType<typeof openAgreements>>

/** Asked for, confirmed with the PIN, executed. */
async function agree({ call, control }: Open): Promise<string> {
  const { paymentID } = await call('create', ASKED)
  control.complete(String(paymentID), 'pay', WALLET)
  const executed = await call('execute', { paymentID })
  return String(executed.agreementID)
}

function byAgreement({ shop }: Open, agreementID: string, changes: JsonRecord = {}): JsonRecord {
  return shop.order({ mode: '0001', agreementID, ...changes })
}

test.group('bKash stand-in: agreements', () => {
  test('are asked for, confirmed, executed once, looked up and cancelled once', async ({
    assert,
    cleanup,
  }) => {
    const { call, control } = await openAgreements(cleanup)
    const asked = await call('create', ASKED)
    assert.containSubset(asked, { agreementStatus: 'Initiated', payerReference: 'customer-7' })
    const { paymentID } = asked
    assert.match(String(paymentID), /^TR0000/)
    assert.equal(codeOf(await call('execute', { paymentID })), '2054')
    assert.include(control.complete(String(paymentID), 'pay', WALLET), 'status=success')

    const executed = await call('execute', { paymentID })
    const known = { paymentID, payerReference: 'customer-7', customerMsisdn: WALLET }
    assert.containSubset(executed, { ...known, statusCode: '0000', agreementStatus: 'Completed' })
    assert.equal(codeOf(await call('execute', { paymentID })), '2116')

    const { agreementID } = executed
    const found = await call('agreement/status', { agreementID })
    assert.containSubset(found, { ...known, agreementID, agreementStatus: 'Completed' })
    const ended = await call('agreement/cancel', { agreementID })
    assert.containSubset(ended, { statusCode: '0000', agreementID, agreementStatus: 'Cancelled' })
    assert.property(ended, 'agreementVoidTime')
    assert.equal(codeOf(await call('agreement/cancel', { agreementID })), '2053')
    const after = await call('agreement/status', { agreementID })
    assert.equal(after.agreementStatus, 'Cancelled')
    assert.equal(control.walletBalance(WALLET), '25000.00')
  })

  test('are not made of what the customer did not confirm: {$self}')
    .with(['cancel', 'fail'] as const)
    .run(async ({ assert, cleanup }, action) => {
      const { call, control } = await openAgreements(cleanup)
      const { paymentID } = await call('create', ASKED)
      control.complete(String(paymentID), action)

      assert.equal(codeOf(await call('execute', { paymentID })), '2055')
    })

  test('refuse {field} = {value} with {code}')
    .with([
      { field: 'payerReference', value: undefined, code: '2065' },
      { field: 'payerReference', value: 'a&b', code: '2048' },
      { field: 'callbackURL', value: 'shop', code: '2049' },
      { field: 'agreementID', value: 'x', code: '2051' },
      { field: 'amount', value: '1.234', code: '2006' },
      { field: 'currency', value: 'USD', code: '2007' },
      { field: 'colour', value: 'red', code: '2025' },
    ])
    .run(async ({ assert, cleanup }, { field, value, code }) => {
      const { call } = await openAgreements(cleanup)
      assert.equal(codeOf(await call('create', { ...ASKED, [field]: value })), code)
    })

  test('are hidden from other merchants', async ({ assert, cleanup }) => {
    const open = await openAgreements(cleanup)
    const agreementID = await agree(open)
    const other = new Shop(open.shop.bkash, BLUE)
    const token = await other.token()

    for (const path of ['agreement/status', 'agreement/cancel']) {
      assert.equal(codeOf(await other.call(path, token, { agreementID })), '2051')
      assert.equal(codeOf(await open.call(path, { agreementID: 'none' })), '2051')
      assert.equal(codeOf(await open.call(path, { agreementID, more: 1 })), '2025')
    }
    const order = byAgreement(open, agreementID)
    assert.equal(codeOf(await other.call('create', token, order)), '2051')
  })
})

test.group('bKash stand-in: payments by agreement', () => {
  test('need the PIN alone, and the agreed wallet pays', async ({ assert, cleanup }) => {
    const open = await openAgreements(cleanup)
    const agreementID = await agree(open)
    const created = await open.call('create', byAgreement(open, agreementID))
    assert.containSubset(created, { agreementID, transactionStatus: 'Initiated' })
    const page = String(created.bkashURL)
    assert.notInclude(await read(page), 'name="otp"')
    const body = new URLSearchParams({ action: 'pay', pin: '12121' })
    const paid = await fetch(page, { method: 'POST', body, redirect: 'manual' })
    assert.include(paid.headers.get('location') ?? '', 'status=success')

    const { paymentID } = created
    const executed = await open.call('execute', { paymentID })
    assert.containSubset(executed, {
      agreementID,
      customerMsisdn: WALLET,
      transactionStatus: 'Completed',
    })
    assert.containSubset(await open.call('payment/status', { paymentID }), {
      mode: '0001',
      agreementID,
      trxID: executed.trxID,
    })
    assert.equal(open.control.walletBalance(WALLET), '24950.00')
  })

  test('are refused without an agreement that holds', async ({ assert, cleanup }) => {
    const open = await openAgreements(cleanup)
    const agreementID = await agree(open)
    const missing = byAgreement(open, agreementID, { agreementID: undefined })
    assert.equal(codeOf(await open.call('create', missing)), '2065')
    assert.equal(codeOf(await open.call('create', byAgreement(open, 'unknown'))), '2051')

    const { paymentID } = await open.call('create', byAgreement(open, agreementID))
    open.control.complete(String(paymentID), 'pay')
    open.control.endAgreement(agreementID)
    assert.equal(codeOf(await open.call('execute', { paymentID })), '2053')
    assert.equal(codeOf(await open.call('create', byAgreement(open, agreementID))), '2053')
    assert.equal(open.control.walletBalance(WALLET), '25000.00')
  })
})
