import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { DateTime } from 'luxon'
import type Activation from '#hotspot/activation/activation'
import type Customer from '#hotspot/customers/customer'
import type { Tenancy } from '#tenancy/tenancy'

const schema = vine.create({
  formKey: vine.string(),
  extended: vine.boolean(),
  customer: vine.object({
    status: vine.enum(['pending', 'active', 'suspended', 'blocked'] as const),
    suspendReason: vine.enum(['volume_limit_exceeds', 'time_limit_exceeds'] as const).nullable(),
    activationId: vine.number().nullable(),
  }),
  activation: vine.record(vine.any().nullable()).nullable(),
  made: vine.object({ expiresAt: vine.string(), octetsLimit: vine.string().nullable() }),
})

/**
 * How things stood before a recharge and what it made of them, kept with the
 * payment so that it can be undone. The activation is its row as Postgres
 * writes it.
 */
export type BeforeRecharge = Infer<typeof schema>

/** How a customer stands. Taken with the customer locked, before anything is changed. */
export async function standingBefore(
  tenancy: Tenancy,
  { status, suspendReason, activationId }: Customer
): Promise<Pick<BeforeRecharge, 'customer' | 'activation'>> {
  const { rows } = await tenancy.transaction.rawQuery<{
    rows: { row: Record<string, unknown> }[]
  }>('select to_jsonb(a) as row from activations a where id = ?', [activationId ?? 0])
  return { customer: { status, suspendReason, activationId }, activation: rows[0]?.row ?? null }
}

/**
 * What is stored. `expiresAt` stands there only when a package went on: from
 * it the receipt knows where the bought time begins.
 */
export function remembered(
  standing: Pick<BeforeRecharge, 'customer' | 'activation'>,
  formKey: string,
  wasUntil: DateTime | null,
  made: Activation
): BeforeRecharge & { expiresAt?: string } {
  return {
    ...standing,
    formKey,
    extended: wasUntil !== null,
    ...(wasUntil && { expiresAt: wasUntil.toUTC().toISO() ?? '' }),
    made: {
      expiresAt: made.expiresAt.toUTC().toISO() ?? '',
      octetsLimit: made.octetsLimit?.toString() ?? null,
    },
  }
}

/** Reads back what was stored. @throws E_VALIDATION_ERROR for what no recharge of ours left */
export function readBefore(stored: unknown): Promise<BeforeRecharge> {
  return schema.validate(stored)
}
