import type { ProviderFaults } from '../kit/faults.js'
import { text } from '../kit/reply.js'

/**
 * ElitBuzz's "Developers" page: 1002 sender, 1003 key, 1004 spam, 1005 and 1006 internal, 1007
 * balance, 1008 empty message, 1009 type, 1010 user and password, 1011 user id, 1012 number.
 * Bare text, HTTP 200.
 */
export const refused = (code: number) => text(String(code))

export const elitBuzzFaults: ProviderFaults = {
  instead: {
    /** `value` is the code to refuse with. */
    refuse: ({ value = '1005' }) => text(value),
  },
  alter: {
    /** Line ends around the answer, as white-label installations were seen to send. */
    'padded': (reply) => ({ ...reply, body: `\r\n${reply.body}\r\n` }),
    /** Taken, but nobody says under which id. */
    'no-id': (reply) => ({ ...reply, body: reply.body.replace(/ID - .*/, 'ID - ') }),
  },
}
