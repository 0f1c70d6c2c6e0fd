import { messagesQuery, type MessageFilters } from '#dashboard/messages/message_filters'
import { formatMicros } from '#messaging/micros'
import type { SmsStatus } from '#messaging/sms_message'
import type Tenant from '#tenancy/models/tenant'

interface Row {
  provider: string | null
  event: string
  status: SmsStatus
  cost_currency: string | null
  messages: string
  parts: string
  micros: string | null
}

interface TotalsLine {
  name: string | null
  messages: number
  /** Of the messages that a provider took. */
  parts: number
  /** Such as "BDT 12.35", one for each currency. */
  costs: string[]
}

/** What the messages that were asked for came to, by provider and by occasion. In the tenant's scope. */
export async function messageTotals(filters: MessageFilters, tenant: Tenant) {
  const rows = await messagesQuery(filters, tenant)
    .select('provider', 'event', 'status', 'cost_currency')
    .count('* as messages')
    .sum('segments as parts')
    .sum('cost_micros as micros')
    .groupBy('provider', 'event', 'status', 'cost_currency')
    .pojo<Row>()

  return {
    all: lineOf(null, rows),
    byProvider: linesBy(rows, ({ provider }) => provider),
    byEvent: linesBy(rows, ({ event }) => event),
  }
}

/** The largest first. */
function linesBy(rows: readonly Row[], nameOf: (row: Row) => string | null): TotalsLine[] {
  return [...Map.groupBy(rows, nameOf)]
    .map(([name, theirs]) => lineOf(name, theirs))
    .toSorted((one, other) => other.messages - one.messages)
}

function lineOf(name: string | null, rows: readonly Row[]): TotalsLine {
  const taken = rows.filter(({ status }) => status === 'sent' || status === 'delivered')
  const costs = Map.groupBy(rows, ({ cost_currency: currency }) => currency)
  return {
    name,
    messages: sum(rows.map(({ messages }) => messages)),
    parts: sum(taken.map(({ parts }) => parts)),
    costs: [...costs].flatMap(([currency, theirs]) =>
      currency === null ? [] : [formatMicros(sum(theirs.map(({ micros }) => micros)), currency)]
    ),
  }
}

function sum(counts: readonly (string | null)[]): number {
  return counts.reduce((total, count) => total + Number(count ?? 0), 0)
}
