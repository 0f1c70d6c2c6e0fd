import { test } from '@japa/runner'
import { hardBounce } from '#messaging/mail/hard_bounce'

const answered = (response: string, command = 'RCPT TO') =>
  Object.assign(new Error(response), {
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  })

test.group('A mail server refuses', () => {
  test('“{response}”: the address is bad for good')
    .with(
      [
        '550 5.1.1 No such user here',
        '550-5.1.1 The account does not exist',
        '553 5.1.3 Bad destination mailbox address syntax',
        '550 5.2.1 Mailbox disabled',
        '550 User unknown',
        '551 User not local',
      ].map((response) => ({ response }))
    )
    .run(({ assert }, { response }) => {
      const wrapped = new Error('E_MAIL_TRANSPORT_ERROR', { cause: answered(response) })
      assert.equal(hardBounce(wrapped), response)
    })

  test('“{response}” to {command} says nothing of the address')
    .with([
      { response: '450 4.2.1 Mailbox busy', command: 'RCPT TO' },
      { response: '552 5.2.2 Mailbox full', command: 'RCPT TO' },
      { response: '550 5.7.1 Message refused by policy', command: 'RCPT TO' },
      { response: '554 5.7.1 Client host blocked', command: 'RCPT TO' },
      { response: '552 Too much mail', command: 'RCPT TO' },
      { response: '550 5.1.8 Bad sender', command: 'MAIL FROM' },
      { response: '535 5.7.8 Authentication failed', command: 'AUTH LOGIN' },
      { response: '554 5.6.0 Bad message', command: 'DATA' },
    ])
    .run(({ assert }, { response, command }) => {
      assert.isNull(hardBounce(answered(response, command)))
    })

  test('what is no answer of a server is none', ({ assert }) => {
    for (const error of [null, 'no', new Error('ECONNREFUSED'), { command: 'RCPT TO' }]) {
      assert.isNull(hardBounce(error))
    }
  })
})
