import { test } from '@japa/runner'
import Activity from '#tenancy/activity/activity'
import Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'
import { Counter } from '#tests/functional/recharge/counter'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { operatorOf } from '#tests/support/operator'

const RULES = '/dashboard/settings/rules'

test.group('Recharge | The rules of an ISP', (group) => {
  let counter: Counter
  group.each.setup(async () => {
    counter = await Counter.open()
  })

  const stored = async () => tenantSettings(await Tenant.findOrFail(counter.isp.tenant.id))

  test('what is entered is stored, shown again and written in the activity log', async ({
    assert,
  }) => {
    const page = await counter.operator.submit(RULES, {
      tax_percent: '7.5',
      tax_inclusive: '0',
      tax_name: 'VAT',
      tax_number: 'BIN-0042',
      low_balance_percent: '20',
      low_balance_minutes: '60',
      replacement_cooldown_minutes: '5',
      replacements_per_day: '2',
      suspend_by: 'router',
      stale_device_days: '90',
      receipt_note: 'BIN <b>123</b>',
    })
    assert.include(noticeOf(page), 'The rules are saved')
    assert.include(page.body, 'value="7.5"')
    assert.notInclude(page.body, '<b>123</b>')
    const rules = {
      taxPercent: 7.5,
      taxInclusive: false,
      taxName: 'VAT',
      taxNumber: 'BIN-0042',
      lowBalancePercent: 20,
      lowBalanceMinutes: 60,
      replacementCooldownMinutes: 5,
      replacementsPerDay: 2,
      suspendBy: 'router',
      staleDeviceDays: 90,
      receiptNote: 'BIN <b>123</b>',
    }
    const entered = await stored()
    assert.deepInclude({ ...entered }, rules)
    const activity = await counter.isp.inside(() =>
      Activity.findByOrFail('action', 'rules.changed')
    )
    assert.equal(activity.detail.taxPercent, '0 → 7.5')

    await counter.operator.submit(RULES)
    assert.deepEqual(await stored(), entered, 'saving the form untouched changes nothing')
  })

  test('the invoice follows the tax at once', async ({ assert }) => {
    await counter.operator.submit(RULES, { tax_percent: '15', tax_inclusive: '0' })
    const customer = await counter.customer()
    const shown = text((await counter.look(customer, { package: 'Day Pass' })).body)
    assert.include(shown, 'Tax, 15% added ৳4.50')
    assert.include(shown, 'Total ৳34.50')
  })

  test('{field} "{typed}" is refused')
    .with([
      { field: 'tax_percent', typed: '51' },
      { field: 'tax_percent', typed: '-1' },
      { field: 'tax_percent', typed: '1.234' },
      { field: 'tax_percent', typed: 'some' },
      { field: 'tax_inclusive', typed: 'maybe' },
      { field: 'low_balance_percent', typed: '60' },
      { field: 'low_balance_minutes', typed: '1.5' },
      { field: 'replacements_per_day', typed: '0' },
      { field: 'suspend_by', typed: 'magic' },
      { field: 'stale_device_days', typed: '0' },
      { field: 'receipt_note', typed: 'x'.repeat(201) },
    ])
    .run(async ({ assert }, { field, typed }) => {
      const before = await stored()
      const page = await counter.operator.submit(RULES, { [field]: typed })
      assert.isDefined(errorAt(page, field))
      assert.deepEqual(await stored(), before)
    })

  test('a cashier looks and changes nothing', async ({ assert }) => {
    const cashier = await operatorOf(counter.isp, 'cashier')
    const before = await stored()
    const page = await cashier.send(RULES, { tax_percent: '50' })
    assert.equal(page.status, 403)
    assert.deepEqual(await stored(), before)
  })
})
