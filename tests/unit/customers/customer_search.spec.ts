import { test } from '@japa/runner'
import { customerSearch, type CustomerSearch } from '#dashboard/customers/customer_search'

const digits = (beginnings: string[], endReversed: string | null) => ({
  by: 'digits',
  beginnings,
  endReversed,
})

test.group('What is searched for', () => {
  test('{0}')
    .with([
      ['+8801712345678', { by: 'mobile', mobile: '+8801712345678' }],
      ['01712-345 678', { by: 'mobile', mobile: '+8801712345678' }],
      ['০১৭১২৩৪৫৬৭৮', { by: 'mobile', mobile: '+8801712345678' }],
      ['0171', digits(['+0171', '+880171'], '1710')],
      ['88017', digits(['+88017', '+88088017'], '71088')],
      ['+88017', digits(['+88017'], null)],
      ['5678', digits(['+5678', '+8805678'], '8765')],
      ['aa-bb-cc-dd-ee-ff', { by: 'mac', mac: 'AA:BB:CC:DD:EE:FF' }],
      [' Rahim ', { by: 'name', part: 'rahim' }],
      ['রহিম', { by: 'name', part: 'রহিম' }],
      ["'; drop table customers; --", { by: 'name', part: "'; drop table customers; --" }],
      ['', null],
    ] as unknown as [string, CustomerSearch | null][])
    .run(({ assert }, [typed, expected]) => {
      assert.deepEqual(customerSearch(typed, 'BD'), expected)
    })
})
