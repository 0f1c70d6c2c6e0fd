import { test } from '@japa/runner'
import fc from 'fast-check'
import { microsOfMoney, microsToDecimal, parseMicros } from '#messaging/micros'
import { messageCost } from '#messaging/message_cost'
import { Money } from '#core/money'
import { hideCode } from '#messaging/hide_code'
import { cleanValue, fillIn, placeholdersIn } from '#messaging/texts/fill_in'
import { CUSTOMER_EVENTS, OCCASIONS } from '#messaging/texts/occasions'
import { faultOf } from '#messaging/texts/text_faults'
import { messagesOf } from '#tests/unit/lang/catalogue'

const EXAMPLES = { tenant: 'GreenNet', code: '4711', minutes: '5' }

test.group('SMS texts | Shipped', () => {
  for (const locale of ['en', 'bn']) {
    const texts = messagesOf(locale)
    test(`those of ${locale} use placeholders that there are, and all they need`, ({ assert }) => {
      for (const event of CUSTOMER_EVENTS) {
        assert.isNull(faultOf(event, texts.get(`sms.${event}`) ?? '', {}), event)
      }
    })

    test(`every placeholder and occasion has words in ${locale}`, ({ assert }) => {
      for (const event of CUSTOMER_EVENTS) {
        for (const name of OCCASIONS[event].placeholders)
          assert.isTrue(texts.has(`sms_texts.placeholder.${name}`), name)
        assert.isTrue(texts.has(`sms_texts.when.${event}`), event)
      }
      for (const event of Object.keys(OCCASIONS))
        assert.isTrue(texts.has(`dashboard.sms_event.${event}`), event)
    })
  }

  test('a code in English is one GSM-7 part', ({ assert }) => {
    const text = fillIn(messagesOf('en').get('sms.otp') ?? '', EXAMPLES)
    assert.isAtMost(text.length, 160)
  })
})

test.group('SMS texts | Filling in', () => {
  test('what is filled in is not filled in again', ({ assert }) => {
    assert.equal(fillIn('{a} {b}', { a: '{b}', b: '{a}' }), '{b} {a}')
    assert.equal(fillIn('{toString}{__proto__}{constructor}', {}), '')
    assert.equal(fillIn('$& {a} }{ {}', { a: '$1 $&' }), '$& $1 $& }{ ')
  })

  test('whatever is filled in, the rest of the text stays', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, value) => {
        const names = placeholdersIn(text)
        const values = Object.fromEntries(names.map((name) => [name, value]))
        return fillIn(text, values) === text.split(/\{[^{}\n]*\}/).join(value)
      })
    )
  })

  test('{title}')
    .with([
      { title: 'a line end is a space', value: 'A\r\n\tB', clean: 'A B' },
      { title: 'a link is none', value: 'Win https://evil.example', clean: 'Win evil.example' },
      { title: 'nor in capitals', value: 'HTTP://x WWW.x', clean: 'x x' },
      { title: 'a sign that turns the text around is gone', value: 'a\u202Eb', clean: 'a b' },
      { title: 'Bangla stays', value: 'রহিমা খাতুন', clean: 'রহিমা খাতুন' },
      { title: 'a time stays', value: '2 Mar 2026, 23:59', clean: '2 Mar 2026, 23:59' },
    ])
    .run(({ assert }, { value, clean }) => assert.equal(cleanValue(value), clean))

  test('a value is one line and not endless, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        const clean = cleanValue(value)
        return !/[\p{Cc}\u2028\u2029]/u.test(clean) && [...clean].length <= 80
      })
    )
  })
})

test.group('SMS costs', () => {
  test('"{typed}" is {micros}')
    .with([
      { typed: '0.355', micros: 355_000 },
      { typed: ' 1 ', micros: 1_000_000 },
      { typed: '0.000001', micros: 1 },
      { typed: '0.0000001', micros: null },
      { typed: '0,35', micros: null },
      { typed: '-1', micros: null },
      { typed: '1e3', micros: null },
      { typed: '', micros: null },
    ])
    .run(({ assert }, { typed, micros }) => assert.equal(parseMicros(typed), micros))

  test('what is read is what is written', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 999_999_999_999 }),
        (micros) => parseMicros(microsToDecimal(micros)) === micros
      )
    )
  })

  test('{micros} is written {text}')
    .with([
      { micros: 0, text: '0.00' },
      { micros: 350_000, text: '0.35' },
      { micros: 7900, text: '0.0079' },
      { micros: 12_000_000, text: '12.00' },
    ])
    .run(({ assert }, { micros, text }) => assert.equal(microsToDecimal(micros), text))

  test('the provider’s price comes before the ISP’s, and none is not nothing', ({ assert }) => {
    const priced = { partPriceMicros: 350_000, partPriceCurrency: 'BDT' }
    const unpriced = { partPriceMicros: null, partPriceCurrency: null }
    assert.deepEqual(messageCost(priced, 3, undefined), {
      costMicros: 1_050_000,
      costCurrency: 'BDT',
    })
    assert.deepEqual(messageCost(priced, 3, Money.parse('0.02', 'USD')), {
      costMicros: 20_000,
      costCurrency: 'USD',
    })
    assert.isNull(messageCost(unpriced, 3, undefined).costMicros)
    assert.equal(microsOfMoney(Money.of(5, 'UGX')), 5_000_000)
  })
})

test.group('SMS history | A code', () => {
  const said = (detail: string) => ({
    outcome: 'unknown' as const,
    reason: 'unreadable_answer' as const,
    detail,
    evidence: [],
  })

  test('{title}')
    .with([
      {
        title: 'is hidden where the provider repeats it',
        body: '••• আপনার কোড •••••• 😀',
        text: '••• আপনার কোড 471147 😀',
        detail: 'queued? "কোড 471147", 471147!',
        kept: 'queued? "কোড ••••••", ••••••!',
      },
      {
        title: 'may stand at the end',
        body: 'a ••••',
        text: 'a 4711',
        detail: '4711',
        kept: '••••',
      },
      {
        title: 'is in no other message',
        body: 'Paid 30',
        text: 'Paid 30',
        detail: '30',
        kept: '30',
      },
    ])
    .run(({ assert }, { body, text, detail, kept }) =>
      assert.deepEqual(hideCode(said(detail), body, text), said(kept))
    )
})
