import { startBkash } from '../../standins/bkash/start.js'
import type { BkashControl } from '../../standins/bkash/control.js'
import { startBulkSmsBd } from '../../standins/bulksmsbd/start.js'

const MERCHANT = {
  username: 'bench',
  password: 'bench-password',
  appKey: 'bench-app-key',
  appSecret: 'bench-app-secret',
}
const SMS = { apiKey: 'bench-api-key', senderId: '8809617000001' }

/** bKash and BulkSMSBD stand-ins with an account each, on ports of their own. */
export class Providers implements AsyncDisposable {
  private constructor(
    /** For the processes that are to use them. */
    readonly settings: { BKASH_BASE_URL: string; BULKSMSBD_BASE_URL: string },
    readonly bkash: BkashControl,
    private readonly stop: () => Promise<unknown>
  ) {}

  static async start(): Promise<Providers> {
    const bkash = await startBkash({ merchants: [MERCHANT] })
    const account = { apiKey: SMS.apiKey, senderIds: [SMS.senderId], balance: 10_000 }
    const sms = await startBulkSmsBd({ accounts: [account] })
    const settings = { BKASH_BASE_URL: bkash.baseUrl, BULKSMSBD_BASE_URL: sms.baseUrl }
    return new Providers(settings, bkash.control, () => Promise.all([bkash.stop(), sms.stop()]))
  }

  /** What an ISP types into its gateways' forms. */
  get accounts() {
    return {
      bkash: {
        username: MERCHANT.username,
        password: MERCHANT.password,
        app_key: MERCHANT.appKey,
        app_secret: MERCHANT.appSecret,
      },
      bulksmsbd: { api_key: SMS.apiKey, sender_id: SMS.senderId },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
