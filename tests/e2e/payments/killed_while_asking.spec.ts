import { test } from '@japa/runner'
import type { InboundHint } from '#payments/gateways/contract'
import { mpesa } from '#tests/functional/payments/trials/mpesa'
import { nagad } from '#tests/functional/payments/trials/nagad'
import { shurjopay } from '#tests/functional/payments/trials/shurjopay'
import { sslcommerz } from '#tests/functional/payments/trials/sslcommerz'
import { stripe } from '#tests/functional/payments/trials/stripe'
import { send, spoil, type Told, type Trial } from '#tests/functional/payments/trials/trial'
import { NOTHING, once, reconcileNow } from '#tests/support/purchase'
import { killedWhen } from './killed_process.js'

/** They have the money before we are told of it; those that capture on request: killed.spec.ts. */
const PAID_THERE = [nagad, shurjopay, sslcommerz, stripe, mpesa]

test.group('Payments | A process killed between the gateway’s money and our credit', () => {
  for (const { name, open } of PAID_THERE) {
    test(`at ${name}: the reconciler credits it once`, async ({ assert, cleanup }) => {
      const trial = await open()
      cleanup(() => trial.gateway.stop())
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      await spoil(trial, purchase, { mode: 'timeout' })

      const asked = await questions(trial, purchase)
      const { gateway, reference } = purchase
      const args = [String(trial.shop.isp.tenant.id), gateway, reference]
      await killedWhen(() => asked() > 0, 'callback', ...args, JSON.stringify(asHint(told)))
      assert.equal(await purchase.state(), 'pending')
      assert.deepEqual(await purchase.credits(), NOTHING)

      trial.gateway.control.clearFaults()
      await reconcileNow(trial.shop.isp)
      await purchase.becomes('paid')
      await send(told)
      assert.deepEqual(await purchase.credits(), once(trial.buys))
    }).timeout(90_000)
  }
})

/** How often the gateway was asked about this payment since. */
async function questions({ asked, gateway }: Trial, purchase: Parameters<Trial['asked']>[0]) {
  const paths = await asked(purchase)
  const calls = () => paths.reduce((sum, path) => sum + gateway.control.calls(path), 0)
  const before = calls()
  return () => calls() - before
}

/** What the application makes of it when it comes over the network. */
function asHint({ url, form, text }: Told): InboundHint {
  const query = Object.fromEntries(new URL(url).searchParams)
  const rawBody = form ? new URLSearchParams(form).toString() : (text ?? '')
  return { method: rawBody === '' ? 'GET' : 'POST', query, headers: {}, rawBody }
}
