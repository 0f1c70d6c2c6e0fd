import type { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import { packagePlan } from '#hotspot/customers/merge_plan'
import type { MergeObstacle } from '#hotspot/customers/merge_customers'
import type { Tenancy } from '#tenancy/tenancy'

interface Counts {
  activations: string
  payments: string
  messages: string
}

/** What a merge would move and what would become of the packages, before anybody decides. */
export async function customerPageMergeQuery(
  tenancy: Tenancy,
  survivor: Customer,
  mobile: string,
  now: DateTime
) {
  const other = await withBelongings(mobile)
  if (!other) return { other: null, obstacle: 'unknown' as const }
  const obstacle = obstacleOf(survivor, other)
  if (obstacle) return { other, obstacle }

  const result: { rows: Counts[] } = await tenancy.transaction.rawQuery(
    `select (select count(*) from activations where customer_id = :id) as activations,
            (select count(*) from payment_intents where customer_id = :id) as payments,
            (select count(*) from sms_messages where customer_id = :id) as messages`,
    { id: other.id }
  )
  const running = ({ activation }: Customer) => (activation?.isRunning(now) ? activation : null)
  const packages = packagePlan(running(survivor), running(other), now)
  const devices = [...survivor.devices, ...other.devices].toSorted(
    (one, another) =>
      (another.lastSeenAt?.toMillis() ?? 0) - (one.lastSeenAt?.toMillis() ?? 0) ||
      another.id - one.id
  )
  return {
    other,
    obstacle: null,
    counts: {
      activations: Number(result.rows[0]?.activations ?? 0),
      payments: Number(result.rows[0]?.payments ?? 0),
      messages: Number(result.rows[0]?.messages ?? 0),
      devices: other.devices.length,
    },
    packages,
    /** Devices the package has no room for. */
    dropped: packages.stays ? devices.slice(packages.stays.deviceLimit) : [],
    blocked: survivor.status === 'blocked' || other.status === 'blocked',
  }
}

function obstacleOf(survivor: Customer, other: Customer): MergeObstacle | null {
  if (survivor.id === other.id) return 'same'
  if (survivor.mergedInto !== null || other.mergedInto !== null) return 'merged'
  return survivor.status === 'pending' ? 'unproved' : null
}

function withBelongings(mobile: string): Promise<Customer | null> {
  return Customer.query().where('mobile', mobile).preload('activation').preload('devices').first()
}
