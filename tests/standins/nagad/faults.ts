import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { isReason, Refusal, renderRefusal } from './refusals.js'

/** Nagad's own ways to be wrong, beside those every server has. */
export const nagadFaults: ProviderFaults = {
  instead: {
    'system-error': () => renderRefusal(new Refusal('ServerError')),
    'dev-message': ({ value = 'Service is not available' }) => json({ devMessage: value }, 400),
    /** `value` is the reason. */
    'refuse': ({ value = '' }) =>
      renderRefusal(new Refusal(isReason(value) ? value : 'InvalidApiRequest')),
  },
  alter: {
    /** Somebody between us and Nagad: the sealed text is whole and the signature is not Nagad's. */
    'wrong-signature': (reply) =>
      rewritten(reply, { signature: Buffer.alloc(256, 7).toString('base64') }),
    /** Sealed with a key that is not the merchant's: decrypting yields noise. */
    'wrong-key': (reply) =>
      rewritten(reply, { sensitiveData: Buffer.alloc(256, 7).toString('base64') }),
    'lie-amount': (reply, { value = '1.00' }) => rewritten(reply, { amount: value }),
    'lie-status': (reply, { value = 'Success' }) => rewritten(reply, { status: value }),
    'lie-order': (reply, { value = 'AnotherOrder' }) => rewritten(reply, { orderId: value }),
    'lie-merchant': (reply, { value = '600000000000000' }) =>
      rewritten(reply, { merchantId: value }),
    'lie-reference': (reply, { value = 'Zm9yZ2Vk' }) => rewritten(reply, { paymentRefId: value }),
  },
}
