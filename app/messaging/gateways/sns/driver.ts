import { InvalidCredentials } from '#core/http/provider_errors'
import type { ProviderField } from '#core/http/provider'

import type { SmsGatewayDriver } from '../contract.js'
import { SnsGateway } from './gateway.js'

const region: ProviderField = {
  key: 'region',
  label: 'Region',
  secret: false,
  required: true,
  hint: 'Where SMS is enabled for your account, such as ap-south-1',
}

const senderId: ProviderField = {
  key: 'sender_id',
  label: 'Sender ID',
  secret: false,
  required: false,
  hint: 'At most 11 letters and digits, at least one letter; not in every country',
}

const FORMATS = [
  [region, /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/],
  [senderId, /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/],
] as const

/** Amazon SNS, SMS to a phone number. Each region has a host of its own. */
export const sns: SmsGatewayDriver = {
  name: 'sns',
  label: 'Amazon SNS',
  address: {
    variable: 'SNS_BASE_URL',
    live: 'https://sns.amazonaws.com',
    sandbox: 'https://sns.amazonaws.com',
  },
  fields: [
    { key: 'access_key_id', label: 'Access key ID', secret: false, required: true },
    { key: 'secret_access_key', label: 'Secret access key', secret: true, required: true },
    region,
    senderId,
  ],
  destinations: null,
  open(context) {
    const wrong = FORMATS.flatMap(([field, format]) => {
      const entered = context.credentials[field.key]
      return entered === undefined || format.test(entered) ? [] : [field]
    })
    if (wrong.length > 0) throw new InvalidCredentials(wrong)
    const standsIn = context.baseUrl !== sns.address.live
    return new SnsGateway(context, standsIn ? context.baseUrl : undefined)
  },
}
