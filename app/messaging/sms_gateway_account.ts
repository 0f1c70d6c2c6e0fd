import { ProviderAccount } from '#tenancy/provider_account'

/** The ISP's account at an SMS provider. */
export default class SmsGatewayAccount extends ProviderAccount {
  static override table = 'sms_gateways'
}
