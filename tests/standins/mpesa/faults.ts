import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { invalid, invalidToken, Refusal, unable } from './refusals.js'
import { isRecord } from '../kit/guards.js'

/** Daraja's own ways to be wrong, beside those every server has. */
export const mpesaFaults: ProviderFaults = {
  instead: {
    'expired-token': () => invalidToken().toReply(),
    /** The same with the newer code. */
    'unauthorized': () => new Refusal(401, '401.002.01', 'Invalid Access Token').toReply(),
    /** For a payment that is known, too: seen at one query of five. */
    'no-answer': () => unable('').toReply(),
    'busy': () => new Refusal(500, '500.003.02', 'System is busy. Please try again').toReply(),
    'too-many': () =>
      json(
        {
          fault: {
            faultstring: 'Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=5}',
            detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' },
          },
        },
        429
      ),
    /** `value` is the field it finds wrong. */
    'refuse': ({ value = 'Amount' }) => invalid(value).toReply(),
    /** HTTP 200 and no push: the acknowledgement itself says no. */
    'not-accepted': ({ value = '1' }) =>
      json({ ResponseCode: value, ResponseDescription: 'Rejected', CustomerMessage: 'Rejected' }),
  },
  alter: {
    'lie-result': (reply, { value = '0' }) => rewritten(reply, { ResultCode: value }),
    'lie-checkout': (reply, { value = 'ws_CO_000000000000000000000000' }) =>
      rewritten(reply, { CheckoutRequestID: value }),
    /** The code as a number, as other interfaces of Daraja write it. */
    'number-result': (reply) => {
      const body: unknown = JSON.parse(reply.body)
      return isRecord(body) ? rewritten(reply, { ResultCode: Number(body.ResultCode) }) : reply
    },
  },
}
