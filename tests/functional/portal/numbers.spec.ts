import { test } from '@japa/runner'
import Customer from '#hotspot/customers/customer'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import type Router from '#routers/router'

interface Country {
  isp: Isp
  router: Router
}

const countries = new Map<string, Country>()

function inCountry(code: string): Country {
  const found = countries.get(code)
  if (!found) throw new Error(`No ISP was opened in ${code}`)
  return found
}

async function type(code: string, typed: string) {
  const { isp, router } = inCountry(code)
  const guest = new Guest(isp, router)
  const numberPage = await guest.arrive()
  const page = await guest.visitor.submit(numberPage, '/number', { mobile: typed })
  const numbers = await isp.inside(async () => (await Customer.all()).map(({ mobile }) => mobile))
  return { page, numbers }
}

test.group('Portal | Mobile numbers', (group) => {
  group.setup(async () => {
    for (const countryCode of ['BD', 'KE', 'IN']) {
      const isp = await openIsp({ packages: false, countryCode })
      const settings = { smsCountries: ['BD', 'IN', 'KE'] }
      await isp.tenant.merge({ settings }).save()
      countries.set(countryCode, { isp, router: await registerRouter(isp) })
    }
  })

  test('{country}: {typed} is {number}')
    .with([
      { country: 'BD', typed: '01711000001', number: '+8801711000001' },
      { country: 'BD', typed: '1711000002', number: '+8801711000002' },
      { country: 'BD', typed: '+880 1711-000003', number: '+8801711000003' },
      { country: 'BD', typed: '8801711000004', number: '+8801711000004' },
      { country: 'BD', typed: '008801711000005', number: '+8801711000005' },
      { country: 'BD', typed: '  (0171) 1000.006 ', number: '+8801711000006' },
      { country: 'BD', typed: '০১৭১১০০০০০৭', number: '+8801711000007' },
      { country: 'BD', typed: '+৮৮০১৭১১০০০০০৮', number: '+8801711000008' },
      { country: 'BD', typed: '０１７１１００００１０', number: '+8801711000010' },
      { country: 'BD', typed: '+91 98300 00001', number: '+919830000001' },
      { country: 'KE', typed: '0712 000001', number: '+254712000001' },
      { country: 'KE', typed: '+254 712 000002', number: '+254712000002' },
      { country: 'KE', typed: '0110000003', number: '+254110000003' },
      { country: 'IN', typed: '98300 00002', number: '+919830000002' },
      { country: 'IN', typed: '098300 00003', number: '+919830000003' },
      { country: 'IN', typed: '९८३००००००४', number: '+919830000004' },
    ])
    .run(async ({ assert }, { country, typed, number }) => {
      const { page, numbers } = await type(country, typed)
      assert.equal(page.status, 200)
      assert.include(page.url, '/code')
      assert.include(numbers, number)
    })

  test('{country}: "{typed}" ({why}) is sent back with a clear word, and nobody is written down')
    .with([
      { country: 'BD', typed: '', why: 'nothing' },
      { country: 'BD', typed: '   ', why: 'spaces' },
      { country: 'BD', typed: 'my number', why: 'words' },
      { country: 'BD', typed: '0171100', why: 'too short' },
      { country: 'BD', typed: '017110000011', why: 'a digit too many' },
      { country: 'BD', typed: '01011000001', why: 'no such operator' },
      { country: 'BD', typed: '02-9661234', why: 'a landline in Dhaka' },
      { country: 'BD', typed: '999', why: 'an emergency number' },
      { country: 'BD', typed: '01711000001 01711000002', why: 'two numbers' },
      { country: 'BD', typed: 'call 01711000001 now', why: 'a number in a sentence' },
      { country: 'BD', typed: '+00000000000', why: 'zeros' },
      { country: 'BD', typed: `0${'1'.repeat(400)}`, why: 'four hundred digits' },
      { country: 'BD', typed: '০২৯৬৬১২৩৪', why: 'a landline in Bangla digits' },
      { country: 'KE', typed: '020 2222222', why: 'a landline in Nairobi' },
      { country: 'KE', typed: '01711000001', why: 'a number of another country, written locally' },
      { country: 'IN', typed: '022 2222 2222', why: 'a landline in Mumbai' },
      { country: 'IN', typed: '1234567890', why: 'no mobile begins so' },
    ])
    .run(async ({ assert }, { country, typed }) => {
      const before = (await inCountry(country).isp.inside(() => Customer.all())).length
      const { page, numbers } = await type(country, typed)
      assert.equal(page.status, 422)
      assert.include(page.body, 'This is not a mobile number we can reach')
      assert.lengthOf(numbers, before)
    })

  test('what was mistyped stands in the field to be corrected', async ({ assert }) => {
    const { page } = await type('BD', '0171100')
    assert.match(page.body, /<input[^>]*name="mobile"[^>]*value="0171100"/)
  })

  test('a number sent as a list or an object is no number', async ({ assert }) => {
    const { isp, router } = inCountry('BD')
    const guest = new Guest(isp, router)
    const { url } = await guest.arrive()
    for (const field of ['mobile[]', 'mobile[a]', 'mobile[__proto__]']) {
      const page = await guest.visitor.post(url, { [field]: '01711000001' })
      assert.equal(page.status, 422)
    }
  })
})
