import { createHmac, generateKeyPairSync } from 'node:crypto'

/** bKash rations tokens by account, so tenants take turns at several. */
const STARTERS = 12

/**
 * Accounts that exist at the stand-ins alone. `starters` are what a new ISP gets to try with
 * (STARTER_GATEWAYS); `own` is one to type in, as an ISP does with its own contract.
 */
export function sandboxAccounts({ secrets }) {
  const seed = secrets.get('sandbox_accounts')
  const account = (name, senderId) => ({
    bkash: {
      name,
      username: name.toLowerCase().replaceAll(' ', '-'),
      password: derived(seed, name, 'password'),
      appKey: derived(seed, name, 'app key'),
      appSecret: derived(seed, name, 'app secret'),
    },
    bulksmsbd: { apiKey: derived(seed, name, 'api key'), senderId },
  })
  const starters = Array.from({ length: STARTERS }, (_, index) =>
    account(`Sandbox ${index + 1}`, `${8809617000001 + index}`)
  )
  const shop = 'Your shop'
  const own = {
    ...account(shop, '8809617000100'),
    nagad: {
      name: shop,
      merchantId: '683002007100100',
      accountNumber: '01711000100',
      keys: keyPair(secrets, 'nagad_keys'),
      merchantKeys: keyPair(secrets, 'nagad_merchant_keys'),
    },
    shurjopay: {
      name: shop,
      username: 'your-shop',
      password: derived(seed, shop, 'shurjopay'),
      prefix: 'SHOP',
    },
    sslcommerz: {
      name: shop,
      storeId: 'yourshop',
      storePassword: derived(seed, shop, 'sslcommerz'),
    },
    mpesa: {
      name: shop,
      consumerKey: derived(seed, shop, 'mpesa key'),
      consumerSecret: derived(seed, shop, 'mpesa secret'),
      shortcode: '174379',
      passkey: derived(seed, shop, 'mpesa passkey'),
    },
    razorpay: {
      name: shop,
      keyId: `rzp_test_${word(derived(seed, shop, 'razorpay id'))}`,
      keySecret: derived(seed, shop, 'razorpay secret'),
    },
    stripe: {
      name: shop,
      secretKey: `sk_test_${word(derived(seed, shop, 'stripe'))}`,
    },
    africastalking: { username: 'sandbox', apiKey: derived(seed, shop, 'africastalking') },
  }
  return { starters, own }
}

/** An RSA pair as Nagad hands keys out, one line of base64 for each half; kept once made. */
function keyPair(secrets, name) {
  if (secrets.values[name]) return secrets.values[name]
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  })
  return secrets.keep(name, {
    privateKey: privateKey.toString('base64'),
    publicKey: publicKey.toString('base64'),
  })
}

function derived(seed, ...parts) {
  return createHmac('sha256', seed).update(parts.join('/')).digest('base64url').slice(0, 24)
}

/** Vendors' keys have no dashes. */
function word(text) {
  return text.replaceAll('-', 'x')
}

/**
 * What a new ISP starts with, under the names of the gateways' own fields, for STARTER_GATEWAYS:
 * of bKash and BulkSMSBD one of several, at the others the account that is for typing in, too.
 */
export function starterGateways(instance) {
  const { starters, own } = sandboxAccounts(instance)
  const { nagad, shurjopay, sslcommerz, mpesa, razorpay, stripe, africastalking } = own
  return JSON.stringify({
    bkash: starters.map(({ bkash: { username, password, appKey, appSecret } }) => {
      return { username, password, app_key: appKey, app_secret: appSecret }
    }),
    nagad: [
      {
        merchant_id: nagad.merchantId,
        merchant_number: nagad.accountNumber,
        private_key: nagad.merchantKeys.privateKey,
        pg_public_key: nagad.keys.publicKey,
      },
    ],
    shurjopay: [
      {
        username: shurjopay.username,
        password: shurjopay.password,
        prefix: shurjopay.prefix,
      },
    ],
    sslcommerz: [{ store_id: sslcommerz.storeId, store_password: sslcommerz.storePassword }],
    mpesa: [
      {
        consumer_key: mpesa.consumerKey,
        consumer_secret: mpesa.consumerSecret,
        shortcode: mpesa.shortcode,
        passkey: mpesa.passkey,
      },
    ],
    razorpay: [
      {
        key_id: razorpay.keyId,
        key_secret: razorpay.keySecret,
        business_name: razorpay.name,
        email: 'receipts@shop.test',
      },
    ],
    stripe: [{ secret_key: stripe.secretKey }],
    bulksmsbd: starters.map(({ bulksmsbd: { apiKey, senderId } }) => {
      return { api_key: apiKey, sender_id: senderId }
    }),
    africastalking: [{ username: africastalking.username, api_key: africastalking.apiKey }],
  })
}
