import type { Queue } from 'pg-boss'

/**
 * What each queue's jobs say. Every job names its tenant; the rest are ids in that tenant's schema.
 * Only letters to people about their account are nobody's.
 */
export interface JobPayloads {
  'router-commands': { tenantId: number; routerId: number }
  'send-sms': { tenantId: number; messageId: number }
  'ask-sms-balance': { tenantId: number; accountId: number }
  'send-mail': { tenantId: number | null; to: string; subject: string; text: string }
  'ask-subscription': { tenantId: number }
  'migrate-tenant': { tenantId: number }
  'open-tenant': { tenantId: number }
  'follow-move': { tenantId: number }
}

export type QueueName = keyof JobPayloads

/**
 * Retries here are for a process that died: what a router or a provider
 * refuses is handled by the job itself, which knows more.
 */
const DURABLE: Omit<Queue, 'name'> = {
  notify: true,
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  expireInSeconds: 120,
  deleteAfterSeconds: 86_400,
}

export const queues: Record<QueueName, Omit<Queue, 'name'>> = {
  'router-commands': DURABLE,
  'send-sms': DURABLE,
  'ask-sms-balance': DURABLE,
  'send-mail': DURABLE,
  'ask-subscription': DURABLE,
  'migrate-tenant': DURABLE,
  'open-tenant': DURABLE,
  'follow-move': DURABLE,
}

export function isQueueName(value: unknown): value is QueueName {
  return typeof value === 'string' && Object.hasOwn(queues, value)
}
