import { test } from '@japa/runner'
import fc from 'fast-check'
import { isRandomised, parseMacAddress } from '#core/mac_address'

const octet = fc.integer({ min: 0, max: 255 })
const address = fc
  .tuple(
    octet.map((first) => first & 0xfe),
    octet,
    octet,
    octet,
    octet,
    octet
  )
  .filter((octets) => octets.some((each) => each > 0))
  .map((octets) => octets.map((each) => each.toString(16).padStart(2, '0')))

const forms: { form: string; write: (pairs: string[]) => string }[] = [
  { form: 'colons', write: (pairs) => pairs.join(':') },
  { form: 'dashes', write: (pairs) => pairs.join('-') },
  { form: 'nothing between', write: (pairs) => pairs.join('') },
  { form: 'dots of Cisco', write: (pairs) => pairs.join('').replace(/(.{4})(?=.)/g, '$1.') },
  { form: 'capitals', write: (pairs) => pairs.join(':').toUpperCase() },
]

test.group('MAC addresses', () => {
  test('every device address is read with {form}')
    .with(forms)
    .run(({ assert }, { write }) => {
      fc.assert(
        fc.property(address, (pairs) => {
          assert.equal(parseMacAddress(write(pairs)), pairs.join(':').toUpperCase())
        })
      )
    })

  test('a group address is no device', ({ assert }) => {
    fc.assert(
      fc.property(address, octet, (pairs, first) => {
        const group = [(first | 1).toString(16).padStart(2, '0'), ...pairs.slice(1)]
        assert.isNull(parseMacAddress(group.join(':')))
      })
    )
  })

  test('refuses {input}')
    .with(
      [
        '',
        '00:00:00:00:00:00',
        'FF:FF:FF:FF:FF:FF',
        'AA:BB:CC:DD:EE',
        'AA:BB:CC:DD:EE:FF:00',
        'AA:BB:CC:DD:EE:FG',
        'AA:BB:CC:DD:EE:F',
        ' AA:BB:CC:DD:EE:FF',
        'AA BB CC DD EE FF',
        'AA:BB:CC:DD:EE:FF\n',
        "AA:BB:CC:DD:EE:FF'--",
        'ＡＡ:BB:CC:DD:EE:FF',
        '$(mac)',
        '::::::::::::AABBC',
      ].map((input) => ({ input }))
    )
    .run(({ assert }, { input }) => {
      assert.isNull(parseMacAddress(input))
    })

  test('whatever is sent gives nothing or a canonical address', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (input) => {
        const mac = parseMacAddress(input)
        if (mac !== null) assert.match(mac, /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/)
      })
    )
  })

  test('an address is randomised by its locally administered bit', ({ assert }) => {
    fc.assert(
      fc.property(address, (pairs) => {
        const mac = parseMacAddress(pairs.join(':'))
        if (mac === null) throw new Error(`${pairs.join(':')} was not read`)
        assert.equal(isRandomised(mac), (Number.parseInt(pairs[0] ?? '', 16) & 2) === 2)
      })
    )
  })
})
