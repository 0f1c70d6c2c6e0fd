import type { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'
import { errorWords } from '#dashboard/messages/error_words'
import { messagesQuery, type MessageFilters } from '#dashboard/messages/message_filters'
import { microsToDecimal } from '#messaging/micros'
import type SmsMessage from '#messaging/sms_message'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000
const COLUMNS = [
  'id',
  'time',
  'mobile',
  'event',
  'state',
  'provider',
  'reference',
  'parts',
  'cost',
  'currency',
  'reason',
  'text',
]

/** The history as CSV, newest first, times the tenant's. Codes are masked, as everywhere. */
export function messagesExportQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  filters: MessageFilters,
  i18n: I18n
): Readable {
  const head = COLUMNS.map((column) => i18n.t(`sms_history.csv.${column}`))
  return csvStream<number>(head, (after) =>
    tenancy.run(tenant, async () => {
      const query = messagesQuery(filters, tenant).orderBy('id', 'desc').limit(BATCH)
      const messages = await (after === null ? query : query.where('id', '<', after))
      return {
        rows: messages.map((message) => cells(message, tenant, i18n)),
        next: messages.length < BATCH ? null : (messages.at(-1)?.id ?? null),
      }
    })
  )
}

function cells(message: SmsMessage, { timezone }: Tenant, i18n: I18n): CsvCells {
  const { costMicros } = message
  return [
    message.id,
    csvTime(message.createdAt, timezone),
    message.mobile,
    i18n.t(`dashboard.sms_event.${message.event}`),
    i18n.t(`common.status.sms.${message.status}`),
    message.provider,
    message.providerReference,
    message.segments,
    costMicros === null ? null : microsToDecimal(costMicros),
    message.costCurrency,
    errorWords(message.error, i18n),
    message.body,
  ]
}
