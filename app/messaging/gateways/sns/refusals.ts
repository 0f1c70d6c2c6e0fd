import { SNSServiceException } from '@aws-sdk/client-sns'

import type { SmsReason } from '../contract.js'
import { refusal, type SmsRefusal } from '../refusal.js'

type Row = readonly [codes: readonly string[], reason: SmsReason]

/** docs.aws.amazon.com/sns, API reference: Publish, errors, and those common to all actions. */
const REFUSALS: readonly Row[] = [
  [
    [
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'MissingAuthenticationToken',
      'RequestExpired',
      'UnrecognizedClientException',
      'ExpiredToken',
    ],
    'bad_credentials',
  ],
  [
    ['AuthorizationErrorException', 'AuthorizationError', 'AccessDenied', 'AccessDeniedException'],
    'account_not_allowed',
  ],
  [['NotAuthorized', 'OptInRequired', 'UserErrorException', 'UserError'], 'account_not_allowed'],
  [['OptedOutException', 'OptedOut'], 'bad_number'],
  [['ThrottledException', 'Throttled', 'Throttling', 'ThrottlingException'], 'gateway_error'],
  [['InvalidParameterException', 'InvalidParameter'], 'bad_message'],
  [['InvalidParameterValueException', 'ParameterValueInvalid'], 'bad_message'],
  [['ValidationException', 'ValidationError'], 'bad_message'],
]

/** @returns null when Amazon did not say no: an answer it did not give, or an error of its own. */
export function refusalOf(error: unknown): SmsRefusal | null {
  if (!(error instanceof SNSServiceException) || error.$fault !== 'client') return null
  const status = error.$metadata.httpStatusCode ?? 0
  const named = /^[A-Z][A-Za-z]{2,60}$/.test(error.name) && !/^Unknown/.test(error.name)
  if (status < 400 || status > 499 || !named) return null

  const reason = REFUSALS.find(([codes]) => codes.includes(error.name))?.[1] ?? 'gateway_error'
  return refusal(aboutNumber(reason, error.message), `Amazon SNS: ${error.name}`)
}

/** "Invalid parameter: PhoneNumber Reason: …" */
function aboutNumber(reason: SmsReason, message: string): SmsReason {
  return reason === 'bad_message' && /\bPhoneNumber\b/.test(message) ? 'bad_number' : reason
}
