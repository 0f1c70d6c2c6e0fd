import SmsGatewayAccount from '#messaging/sms_gateway_account'

/** Does the ISP send by another account than its account at this provider? Call in scope. */
export async function isOtherInUse(provider: string): Promise<boolean> {
  const other = await SmsGatewayAccount.query()
    .where('enabled', true)
    .whereNot('provider', provider)
    .first()
  return other !== null
}
