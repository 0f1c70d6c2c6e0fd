/** A file of an export, and the statement that reads it in the tenant's scope. */
export interface ExportedTable {
  file: string
  /** Names its columns, which are the file's; never a secret's. `_minor` ends money's. */
  select: string
}

/**
 * All that an ISP owns, as files. What is left out: gateways' credentials and tokens, RADIUS
 * secrets, passwords of routers, sealed texts and codes (of vouchers, too: whoever has the file
 * could redeem them), and what FreeRADIUS is told, which follows from activations and devices.
 */
export const EXPORTED_TABLES: readonly ExportedTable[] = [
  {
    file: 'customers',
    select: `select id, mobile, name, status, suspend_reason, activation_id, language, notes,
      trial_used_at, blocked_at, merged_into, created_at, updated_at from customers order by id`,
  },
  {
    file: 'devices',
    select: `select id, customer_id, mac, last_ip, router_id, linked_at, last_seen_at, window_until,
      created_at from devices order by id`,
  },
  {
    file: 'packages',
    select: `select id, customer_type, name, price_minor, currency, validity_seconds,
      validity_months, until_midnight, download_bps, upload_bps, burst_download_bps,
      burst_upload_bps, burst_seconds, octets_limit, device_limit, is_trial, active, position,
      created_at, updated_at from packages order by id`,
  },
  {
    file: 'activations',
    select: `select id, customer_id, package_id, package_name, source, price_minor, currency,
      validity_seconds, validity_months, download_bps, upload_bps, octets_limit, octets_used,
      device_limit, starts_at, expires_at, status, exhausted_at, suspended_at, suspend_reason,
      created_at from activations order by id`,
  },
  {
    file: 'payment_attempts',
    select: `select id, reference, customer_id, mobile, package_id, gateway, amount_minor,
      refunded_minor, currency, state, gateway_reference, gateway_transaction, mac, router_id,
      expires_at, paid_at, created_at, updated_at from payment_intents order by id`,
  },
  {
    file: 'payment_history',
    select: `select id, intent_id, refund_id, from_state, to_state, cause, by_name, created_at
      from payment_transitions order by id`,
  },
  {
    file: 'payments',
    select: `select id, receipt_no, customer_id, intent_id, activation_id, voucher_id, method,
      package_name, amount_minor, discount_minor, tax_minor, currency, gateway_transaction,
      received_by_name, paid_at, undone_at, undone_by_name, undo_reason
      from customer_payments where kind = 'payment' order by id`,
  },
  {
    file: 'refunds',
    select: `select id, refund_of, intent_id, customer_id, method, amount_minor, currency,
      refund_state, refund_reference, refund_effect, refund_reason, gateway_refund, by_hand,
      received_by_name, paid_at from customer_payments where kind = 'refund' order by id`,
  },
  {
    file: 'receipts',
    select: `select p.receipt_no, p.paid_at, c.mobile, c.name, p.package_name, p.method,
      p.amount_minor, p.discount_minor, p.tax_minor, p.currency, p.undone_at
      from customer_payments p join customers c on c.id = p.customer_id
      where p.kind = 'payment' order by p.receipt_no`,
  },
  {
    file: 'vouchers',
    select: `select id, batch, package_id, state, customer_id, created_by_name, created_at,
      expires_at, redeemed_at from vouchers order by id`,
  },
  {
    file: 'sms',
    select: `select id, customer_id, mobile, event, body, segments, provider, status, attempts,
      provider_reference, error, (cost_micros / 1000000.0)::numeric(18, 6) as cost, cost_currency,
      created_at, due_at, sent_at, reported_at, used_at from sms_messages order by id`,
  },
  {
    file: 'sessions',
    select: `select radacctid, acctsessionid, username as mac, nasipaddress, acctstarttime,
      acctupdatetime, acctstoptime, acctsessiontime, acctinputoctets, acctoutputoctets,
      framedipaddress, calledstationid, acctterminatecause from radacct order by radacctid`,
  },
  {
    file: 'sign_ins',
    select: `select id, username as mac, reply, reason, nasipaddress, calledstationid, authdate
      from radpostauth order by id`,
  },
  {
    file: 'hotspot_log',
    select: `select id, customer_id, mobile, mac, router_id, event, detail, created_at
      from hotspot_logs order by id`,
  },
  {
    file: 'suspensions',
    select: `select id, customer_id, activation_id, reason, octets_used, octets_limit, expires_at,
      suspended_at from auto_suspension_logs order by id`,
  },
  {
    file: 'activity_log',
    select: `select id, account_name, action, subject, detail, ip, created_at
      from activity_log order by id`,
  },
  {
    file: 'routers',
    select: `select id, name, zone, ssid, address, identity, hotspot_address, api_host, api_port,
      api_user, routeros_version, board_name, serial_number, joined_at, created_at
      from routers order by id`,
  },
  {
    file: 'router_commands',
    select: `select id, router_id, kind, state, attempts, outcome, created_at, finished_at
      from router_commands order by id`,
  },
  {
    file: 'payment_gateways',
    select: `select id, provider, environment, enabled, position, minimum_minor, fee_basis_points,
      fee_minor, entered_at, created_at from payment_gateways order by id`,
  },
  {
    file: 'sms_gateways',
    select: `select id, provider, environment, enabled, position, balance_minor, balance_currency,
      balance_asked_at, created_at from sms_gateways order by id`,
  },
]
