import { say } from './progress.mjs'

/** The addresses and passwords of a running instance, as a table. */
export function report(info) {
  const { urls, logins, radius, router, spareRouter, sandbox } = info
  const { bkash, bulksmsbd } = sandbox
  const rows = [
    ['Platform', urls.platform],
    ['Platform admin', urls.admin, `${logins.admin.email}  ${logins.admin.password}`],
    ["Admin's codes", urls.authenticator, 'two-factor sign-in asks for one'],
    ['Demo dashboard', urls.demoDashboard, `${logins.operator.email}  ${logins.operator.password}`],
    ['Demo portal', urls.demoPortal],
    ['Phones', urls.phones, 'virtual Wi-Fi: start here'],
    ['Inbox', urls.inbox, 'every SMS that was sent'],
    ['Mail', urls.mail, 'every e-mail that was sent'],
    ['M-Pesa handsets', urls.handset, 'where an ISP in Kenya is paid'],
    ['Stripe', 'Settings, Plan', 'where an ISP subscribes with a card, 4242…'],
    [],
    ['RADIUS', `${radius.host}  ${radius.auth} and ${radius.acct}`, `secret ${radius.secret}`],
    ['Demo router', `${router.host}:${router.port}`, `${router.user}  ${router.password}`],
    ['Postgres', info.postgres],
    ['Redis', info.redis],
    [],
    ['For an ISP of your own (new ones start with sandbox accounts):'],
    ['Spare router', spareRouter.address, `${spareRouter.apiUser}  ${spareRouter.apiPassword}`],
    ['bKash account', `user ${bkash.username}  password ${bkash.password}`],
    ['', `app key ${bkash.appKey}  secret ${bkash.appSecret}`],
    ['BulkSMSBD account', `API key ${bulksmsbd.apiKey}  sender ${bulksmsbd.senderId}`],
    ...moreGateways(sandbox),
  ]
  const width = Math.max(...rows.map(([, address = '', note]) => (note ? address.length : 0)))
  say()
  for (const [name = '', address = '', note = ''] of rows) {
    say(`  ${name.padEnd(20)} ${note ? address.padEnd(width) : address}  ${note}`.trimEnd())
  }
  say()
}

/** None of them are in what an older `up` wrote down. Keys of 1,600 letters stay in their file. */
function moreGateways({ nagad, shurjopay, sslcommerz, mpesa, razorpay, stripe }) {
  if (!nagad || !shurjopay || !sslcommerz || !mpesa || !razorpay || !stripe) return []
  return [
    ['Nagad account', `merchant ${nagad.merchantId}  number ${nagad.accountNumber}`],
    ['', 'keys in .local/up.json, sandbox.nagad: merchantKeys.privateKey and keys.publicKey'],
    [
      'shurjoPay account',
      `user ${shurjopay.username}  password ${shurjopay.password}  prefix ${shurjopay.prefix}`,
    ],
    ['SSLCommerz store', `id ${sslcommerz.storeId}  password ${sslcommerz.storePassword}`],
    ['M-Pesa paybill', `short code ${mpesa.shortcode}  passkey ${mpesa.passkey}`],
    ['', `consumer key ${mpesa.consumerKey}  secret ${mpesa.consumerSecret}`],
    ['Razorpay account', `key id ${razorpay.keyId}  secret ${razorpay.keySecret}`],
    ['Stripe account', `secret key ${stripe.secretKey}`],
  ]
}
