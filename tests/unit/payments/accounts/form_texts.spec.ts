import { test } from '@japa/runner'
import { paymentGatewayDrivers } from '#payments/gateways/registry'
import { messagesOf } from '#tests/unit/lang/catalogue'

test.group('The form of a gateway', () => {
  test('of {name} says in both languages what each field is and what to tell the gateway')
    .with(paymentGatewayDrivers.map(({ name, fields }) => ({ name, fields })))
    .run(({ assert }, { name, fields }) => {
      for (const locale of ['en', 'bn']) {
        const messages = messagesOf(locale)
        assert.isTrue(messages.has(`gateways.guide.${name}`), `${locale} guide`)
        for (const { key } of fields) {
          assert.isTrue(messages.has(`gateways.hint.${name}.${key}`), `${locale} ${key}`)
        }
      }
    })

  test('of {name} has no field of a name that the form itself uses')
    .with(paymentGatewayDrivers.map(({ name, fields }) => ({ name, fields })))
    .run(({ assert }, { fields }) => {
      const taken = ['environment', 'enabled', 'minimum', 'fee_percent', 'fee_fixed', 'forget']
      for (const { key } of fields) assert.notInclude(taken, key)
    })
})
