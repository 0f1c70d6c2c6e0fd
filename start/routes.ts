/**
 * One route file a face. The platform answers on its own host, a tenant on
 * its subdomain; the router's redirect and the gateways' callbacks come to
 * either.
 */
import '#platform/routes'
import '#admin/routes'
import '#dashboard/routes'
import '#dashboard/joining_routes'
import '#dashboard/reach_routes'
import '#dashboard/outbox_routes'
import '#dashboard/receipts_routes'
import '#dashboard/reports/reports_routes'
import '#dashboard/vouchers_routes'
import '#dashboard/customers_routes'
import '#dashboard/recharge_routes'
import '#dashboard/refunds_routes'
import '#dashboard/router_health_routes'
import '#dashboard/walled_garden_routes'
import '#dashboard/sms_texts_routes'
import '#dashboard/payment_gateways_routes'
import '#portal/routes'
import '#portal/checkout_routes'
import '#portal/payment_link_routes'
import '#portal/payment_window_routes'
import '#portal/voucher_routes'
import '#portal/captive_routes'
import '#portal/sms_report_routes'
