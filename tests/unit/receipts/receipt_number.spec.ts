import { test } from '@japa/runner'
import { receiptNumber } from '#payments/receipts/receipt_number'

test.group('Receipt number', () => {
  test('{no} of {name} is {printed}')
    .with([
      { no: 123, name: 'GreenNet', printed: 'GN-000123' },
      { no: 1, name: 'green net wifi zone', printed: 'GNW-000001' },
      { no: 1_234_567, name: 'Dhaka Fiber', printed: 'DF-1234567' },
      { no: 5, name: 'গ্রীননেট', printed: 'X-000005' },
      { no: 5, name: 'গ্রীননেট BD', printed: 'B-000005' },
      { no: 9, name: "O'Neill's", printed: 'O-000009' },
      { no: 9, name: 'Électricité 24/7', printed: 'E-000009' },
      { no: 2, name: '"\r\nSet-Cookie: x', printed: 'SCX-000002' },
    ])
    .run(({ assert }, { no, name, printed }) => {
      assert.equal(receiptNumber(no, { name, slug: 'xnet' }), printed)
    })
})
