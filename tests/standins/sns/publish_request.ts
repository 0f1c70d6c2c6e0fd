import { unknownKey } from '../sms/refused.js'
import { invalid, refuse } from './xml.js'

export interface Publication {
  /** E.164. */
  to: string
  text: string
  sender: string
}

const FIELDS = ['Action', 'Version', 'PhoneNumber', 'Message']
const ATTRIBUTE = /^MessageAttributes\.entry\.([1-9]\d?)\.(?:Name|Value\.(?:DataType|StringValue))$/
const E164 = /^\+[1-9]\d{6,14}$/
/** 1 to 11 letters, digits and hyphens, one letter at least (AWS, "Sender IDs"). */
const SENDER_ID = /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{0,9}[A-Za-z0-9])?$/
const LONGEST = 1600
/** What phones show when there is no sender ID. */
const SHARED_SENDER = 'NOTICE'

/** The form of `Action=Publish` to a phone. @throws Refused InvalidParameter */
export function parsePublish(form: URLSearchParams): Publication {
  const names = [...form.keys()].filter((name) => !ATTRIBUTE.test(name))
  const unknown = unknownKey(names, FIELDS)
  if (unknown !== undefined) invalid(`${unknown} is not expected`)
  const to = form.get('PhoneNumber') ?? ''
  if (!E164.test(to)) invalid(`PhoneNumber Reason: ${to} is not valid to publish to`)
  const text = form.get('Message') ?? ''
  if (text === '') invalid('Empty message')
  if (text.length > LONGEST) invalid('Message too long')

  const attributes = readAttributes(form)
  const type = attributes.get('AWS.SNS.SMS.SMSType') ?? 'Promotional'
  if (!['Transactional', 'Promotional'].includes(type)) invalid('SMSType')
  const sender = attributes.get('AWS.SNS.SMS.SenderID') ?? SHARED_SENDER
  if (!SENDER_ID.test(sender)) invalid('SenderID')
  return { to, text, sender }
}

/** Entries are numbered from one, without gaps. */
function readAttributes(form: URLSearchParams): Map<string, string> {
  const attributes = new Map<string, string>()
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry += 1) {
    const at = `MessageAttributes.entry.${entry}`
    const value = form.get(`${at}.Value.StringValue`) ?? ''
    if (form.get(`${at}.Value.DataType`) !== 'String' || value === '') {
      refuse(400, 'ParameterValueInvalid', `The attribute ${entry} must be a non-empty String`)
    }
    attributes.set(form.get(`${at}.Name`) ?? '', value)
  }
  return attributes
}
