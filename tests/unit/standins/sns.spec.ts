import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { test } from '@japa/runner'
import { startSns, type RunningSns } from '#tests/standins/sns/start'

const TO = '+8801712345678'

const open = (options = {}) => {
  const account = { accessKeyId: 'AKIA1', secretAccessKey: 'secret', pricePerSegment: 0.5 }
  return startSns({ accounts: [{ ...account, ...options }] })
}

/** AWS's own client is the judge of what is well-formed and well-signed. */
async function publish(
  sns: RunningSns,
  { to = TO, text = 'Hello', sender = 'GreenNet', type = 'Transactional' } = {},
  [accessKeyId, secretAccessKey]: readonly [string, string] = ['AKIA1', 'secret']
): Promise<string> {
  const client = new SNSClient({
    region: 'ap-southeast-1',
    endpoint: sns.baseUrl,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue })
  try {
    const answer = await client.send(
      new PublishCommand({
        PhoneNumber: to,
        Message: text,
        MessageAttributes: {
          'AWS.SNS.SMS.SenderID': attribute(sender),
          'AWS.SNS.SMS.SMSType': attribute(type),
        },
      })
    )
    return answer.MessageId ?? 'no id'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  } finally {
    client.destroy()
  }
}

test.group('SNS stand-in', () => {
  test("takes what AWS's client signs", async ({ assert, cleanup }) => {
    const sns = await open()
    cleanup(() => sns.stop())
    const id = await publish(sns, { text: 'কোড ১২৩৪ & <b>  two spaces' })
    assert.match(id, /^[0-9a-f-]{36}$/)
    assert.containSubset(sns.control.messages(TO), [
      { providerId: id, from: 'GreenNet', text: 'কোড ১২৩৪ & <b>  two spaces' },
    ])
  })

  test('refuses {0} as {1}')
    .with([
      ['a number without plus', 'InvalidParameterException', { to: '8801712345678' }],
      ['a sender of digits', 'InvalidParameterException', { sender: '12345' }],
      ['a type that is none', 'InvalidParameterException', { type: 'Urgent' }],
      ['too long a text', 'InvalidParameterException', { text: 'a'.repeat(1601) }],
      ['who opted out', 'InvalidParameterException', { to: '+8801799999999' }],
    ] as const)
    .run(async ({ assert, cleanup }, [, name, changes]) => {
      const sns = await open({ optedOut: ['+8801799999999'] })
      cleanup(() => sns.stop())
      assert.equal(await publish(sns, changes), name)
      assert.lengthOf(sns.control.messages(), 0)
    })

  test('refuses another secret, another key, another time and no rights', async ({
    assert,
    cleanup,
  }) => {
    const sns = await open()
    cleanup(() => sns.stop())
    assert.equal(await publish(sns, {}, ['AKIA1', 'guess']), 'SignatureDoesNotMatch')
    assert.equal(await publish(sns, {}, ['AKIA9', 'secret']), 'InvalidClientTokenId')
    sns.control.account('AKIA1').mayPublish = false
    assert.equal(await publish(sns), 'AuthorizationErrorException')
    sns.control.advance(16 * 60)
    assert.equal(await publish(sns), 'SignatureDoesNotMatch')
  })

  test('answers with an id beyond the spend limit, and sends nothing', async ({
    assert,
    cleanup,
  }) => {
    const sns = await open({ balance: 0.5 })
    cleanup(() => sns.stop())
    await publish(sns)
    assert.match(await publish(sns), /^[0-9a-f-]{36}$/)
    assert.lengthOf(sns.control.messages(), 1)
  })

  test('refuses what is not signed, in XML', async ({ assert, cleanup }) => {
    const sns = await open()
    cleanup(() => sns.stop())
    const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31' })
    const response = await fetch(sns.baseUrl, { method: 'POST', body })
    assert.equal(response.status, 403)
    assert.match(await response.text(), /<Code>MissingAuthenticationToken<\/Code>/)
  })
})
