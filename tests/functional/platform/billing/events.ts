import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import Stripe from 'stripe'
import { appUrl } from '#config/app'
import { visit, type Page } from '#tests/support/browser'
import { SECRETS } from '#tests/functional/platform/billing/stage'

/** An event as Stripe would post it. */
export interface Posted {
  id?: string
  type?: string
  object?: Record<string, unknown>
  /** Seconds since 1970 at which it says that it was made. */
  created?: number
  /** Seconds since 1970 of the signature. */
  signedAt?: number
  secret?: string
  /** Another body than the one that was signed. */
  tampered?: boolean
}

export function anyEventId(): string {
  return `evt_${randomBytes(12).toString('hex')}`
}

export function post({
  id = anyEventId(),
  type = 'customer.subscription.updated',
  object = { id: 'sub_x', object: 'subscription', customer: 'cus_of_nobody' },
  created = Math.floor(Date.now() / 1000),
  signedAt = Math.floor(Date.now() / 1000),
  secret = SECRETS[0],
  tampered = false,
}: Posted): Promise<Page> {
  const payload = JSON.stringify({ id, object: 'event', type, created, data: { object } })
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: signedAt,
  })
  return visit(appUrl.host, '/billing/stripe', {
    method: 'POST',
    text: tampered ? payload.replace(type, 'invoice.paid') : payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  })
}

/** What is kept of an event. */
interface Kept {
  type: string
  outcome: string
  customer: string | null
  handled_at: Date | null
}

export async function kept(id: string): Promise<Kept[]> {
  return db.from('platform.billing_events').where({ id })
}
