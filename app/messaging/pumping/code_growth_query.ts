import type { DateTime } from 'luxon'
import type { Prefix } from '#messaging/pumping/prefixes'
import type { Tenancy } from '#tenancy/tenancy'

const HOURS = 1
/** A code this young may still be on its way, or be typed. */
const TYPING_MINUTES = 2

export interface Growth {
  prefix: string
  codes: number
  used: number
}

/**
 * Codes of the last hour to the numbers under a prefix, and how many of them were entered, from
 * the history itself (index sms_messages_codes): there is no counter that could be lost.
 *
 * @param after only what was sent after this moment counts, when it is later
 * @returns null while that is nothing unusual
 */
export async function unusualGrowth(
  tenancy: Tenancy,
  { digits, codes: many, usedPercent }: Prefix,
  now: DateTime,
  after: DateTime | null
): Promise<Growth | null> {
  const hourAgo = now.minus({ hours: HOURS })
  const since = after && after > hourAgo ? after : hourAgo
  const counted: { rows: { codes: string; used: string }[] } = await tenancy.transaction.rawQuery(
    `select count(*) as codes, count(used_at) as used from sms_messages
      where event = 'otp' and mobile like :pattern and created_at > :since
        and (used_at is not null or created_at <= :typed)`,
    {
      pattern: `${digits}%`,
      since: since.toJSDate(),
      typed: now.minus({ minutes: TYPING_MINUTES }).toJSDate(),
    }
  )
  const [codes, used] = [Number(counted.rows[0]?.codes), Number(counted.rows[0]?.used)]
  return codes >= many && used * 100 < codes * usedPercent ? { prefix: digits, codes, used } : null
}
