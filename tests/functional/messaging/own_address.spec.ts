import { test } from '@japa/runner'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { errorAt, noticeOf } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

let isp: Isp
let owner: Visitor

/** An account that nobody sends by; its address is what matters. */
function enter(address: string) {
  return owner.submit('/dashboard/settings/sms/elitbuzz', {
    address,
    api_key: 'key',
    sender_id: '8809617000001',
    environment: 'live',
  })
}

test.group('Messaging | An address of the account’s own', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  test('{$self} is refused at its field')
    .with([
      'http://sms.example.net',
      'https://user@sms.example.net',
      'https://sms.example.net/?a=1',
    ])
    .run(async ({ assert }, address) => {
      const page = await enter(address)
      assert.isNotEmpty(errorAt(page, 'address'))
      assert.isNull(await isp.inside(() => SmsGatewayAccount.findBy('provider', 'elitbuzz')))
    })

  test('https is taken, also as a bare name', async ({ assert }) => {
    for (const address of ['https://sms.example.net/api', 'sms.example.net']) {
      assert.include(noticeOf(await enter(address)), 'The SMS account is saved')
    }
  })
})
