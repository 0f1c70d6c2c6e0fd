import { randomUUID } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { AccountBook } from '../sms/accounts.js'
import { segmentsOf, type Outbox } from '../sms/outbox.js'
import { refusing } from '../sms/refused.js'
import type { SnsAccount, SnsAccountOptions } from './accounts.js'
import { parsePublish } from './publish_request.js'
import { readSignature } from './sigv4.js'
import { invalid, refuse, resultReply } from './xml.js'

interface SnsWorld {
  accounts: AccountBook<SnsAccountOptions, SnsAccount>
  outbox: Outbox
  clock: Clock
}

const VERSION = '2010-03-31'

/** AWS's query protocol: one address, the action in the form. */
export function addApiRoutes(routes: Routes, world: SnsWorld): void {
  routes.add(
    'POST',
    '/',
    refusing((request) => {
      const account = authenticated(request, world)
      if (request.contentType !== 'application/x-www-form-urlencoded') {
        refuse(400, 'MissingAction', 'Could not find the parameter Action')
      }
      const form = request.form()
      const action = form.get('Action')
      if (form.get('Version') !== VERSION) refuse(400, 'NoSuchVersion', 'The version is not known')
      if (action === 'Publish') return publish(form, account, world.outbox)
      if (action === 'GetSMSAttributes') return attributes(account)
      return refuse(400, 'InvalidAction', `Could not find the operation ${action}`)
    })
  )
}

/**
 * Beyond the spend limit a message is taken as ever and dropped: only CloudWatch's delivery log
 * says "No quota left for account".
 */
function publish(form: URLSearchParams, account: SnsAccount, outbox: Outbox): Reply {
  if (!account.mayPublish) {
    refuse(403, 'AuthorizationError', 'User is not authorized to perform: SNS:Publish')
  }
  const { to, text, sender } = parsePublish(form)
  if (account.optedOut.includes(to)) invalid(`PhoneNumber Reason: ${to} is opted out`)
  const id = randomUUID()
  if (account.purse.pay(segmentsOf(text))) {
    outbox.send({ account: account.id, to, from: sender, text }, 'SUCCESS', [id])
  }
  return resultReply('Publish', `<MessageId>${id}</MessageId>`)
}

function attributes(account: SnsAccount): Reply {
  const entry = (key: string, value: string) =>
    `<entry><key>${key}</key><value>${value}</value></entry>`
  const limit = entry('MonthlySpendLimit', String(account.monthlySpendLimit))
  return resultReply('GetSMSAttributes', `<attributes>${limit}</attributes>`)
}

/** @throws Refused InvalidClientTokenId, SignatureDoesNotMatch, InvalidParameter */
function authenticated(request: StandInRequest, { accounts, clock }: SnsWorld): SnsAccount {
  const signed = readSignature(request, clock.now())
  const account = accounts.find(signed.accessKeyId)
  if (!account) {
    refuse(403, 'InvalidClientTokenId', 'The security token included in the request is invalid')
  }
  if (!signed.isSignedWith(account.secret)) {
    refuse(403, 'SignatureDoesNotMatch', 'The signature does not match the one calculated')
  }
  if (account.regions?.includes(signed.region) === false) {
    invalid('PhoneNumber Reason: SMS is not supported in this region')
  }
  return account
}
