import { test } from '@japa/runner'
import { codeOnTheWay, linkedCode, voucherLink } from '#hotspot/vouchers/voucher_link'

const ORIGIN = 'https://greennet.portico.test'
const LINK = `${ORIGIN}/v/C7DFH4KMPQR`

test.group('Voucher links', () => {
  test('a printed code has a short link', ({ assert }) => {
    assert.equal(voucherLink(ORIGIN, 'C7DF-H4KM-PQR'), LINK)
  })

  test('a phone on its way to {link} brings a code')
    .with([
      { link: LINK },
      { link: `${LINK}?on=1` },
      { link: `${ORIGIN}/v/c7df-h4km-pqr` },
      { link: `http://10.5.50.1/login?dst=${encodeURIComponent(LINK)}` },
    ])
    .run(({ assert }, { link }) => {
      assert.equal(codeOnTheWay(ORIGIN, link), 'C7DFH4KMPQR')
    })

  test('a phone on its way to {link} brings none')
    .with([
      { link: null },
      { link: '' },
      { link: 'no address' },
      { link: `${ORIGIN}/` },
      { link: `${ORIGIN}/v/` },
      { link: `${ORIGIN}/v/C7DFH4KMPQ` },
      { link: `${ORIGIN}/v/C7DFH4KMPQRX` },
      { link: `${ORIGIN}/v/C7DFH4KMPQR/x` },
      { link: `${ORIGIN}/v/${'C'.repeat(400)}` },
      { link: 'https://bluenet.portico.test/v/C7DFH4KMPQR' },
      { link: 'http://greennet.portico.test/v/C7DFH4KMPQR' },
      { link: 'https://greennet.portico.test.evil.test/v/C7DFH4KMPQR' },
      { link: `http://evil.test/?dst=${encodeURIComponent(LINK)}` },
      { link: `javascript:${LINK}` },
    ])
    .run(({ assert }, { link }) => {
      assert.isNull(codeOnTheWay(ORIGIN, link))
    })

  test('what is long is cut before it is looked at', ({ assert }) => {
    assert.isNull(linkedCode('<script>'.repeat(10_000)))
    assert.isNull(linkedCode(`${' '.repeat(200)}C7DFH4KMPQR`))
  })
})
