import { test } from '@japa/runner'
import fc from 'fast-check'
import { printable, textRuns } from '#payments/receipts/pdf/text_runs'

const split = (text: string) =>
  textRuns(text, 'regular').map(({ face, text: part }) => [
    face.name.replace(/^noto-sans-|-400-normal$/g, ''),
    part,
  ])

test.group('Runs of one face', () => {
  test('a line is split where the script changes', ({ assert }) => {
    assert.deepEqual(split('Day Pass'), [['latin', 'Day Pass']])
    assert.deepEqual(split('সাপ্তাহিক প্যাকেজ'), [['bengali-bengali', 'সাপ্তাহিক প্যাকেজ']])
    assert.deepEqual(split('GreenNet গ্রীননেট Wi-Fi'), [
      ['latin', 'GreenNet '],
      ['bengali-bengali', 'গ্রীননেট '],
      ['latin', 'Wi-Fi'],
    ])
    assert.deepEqual(split('৳30'), [
      ['bengali-bengali', '৳'],
      ['latin', '30'],
    ])
    assert.deepEqual(split('₦5'), [
      ['latin-ext', '₦'],
      ['latin', '5'],
    ])
    assert.deepEqual(split('Привет'), [['cyrillic', 'Привет']])
    assert.deepEqual(split('हिन्दी'), [['devanagari', 'हिन्दी']])
    assert.deepEqual(split(''), [])
  })

  test('a conjunct and its joiners stay in one run: {$self}')
    .with(['ক্ষ', 'স্ত্র', 'কি', 'র‍্যাব', 'হ্‌', 'স্ত্রী', 'কৌ', 'ড়'])
    .run(({ assert }, text) => {
      assert.lengthOf(textRuns(`a${text}b`, 'bold'), 3)
      assert.equal(textRuns(`a${text}b`, 'bold')[1]?.text, text)
    })

  test('what no face can draw is shown as a gap and nothing is lost beside it', ({ assert }) => {
    assert.deepEqual(split('ok 漢😀 ok'), [['latin', 'ok \ufffd\ufffd ok']])
  })

  test('the runs of a text are the text', ({ assert }) => {
    const alphabet = [...'Az09 .-ক্ষিীৌ৳০ŁźåПΩह€₹\u200c\u200d']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet)), (characters) => {
        const text = characters.join('')
        const runs = textRuns(text, 'regular')
        assert.equal(runs.map((run) => run.text).join(''), text)
        for (const { face, text: part } of runs) {
          for (const each of part.replace(/[\u200c\u200d]/g, '')) {
            assert.isTrue(face.font.hasGlyphForCodePoint(each.codePointAt(0) ?? 0), each)
          }
        }
      })
    )
  })

  test('nothing that moves the print head or turns the line is printed', ({ assert }) => {
    assert.equal(printable('  a\n\tb\u0000\u001b@c  '), 'a b @c')
    assert.equal(printable('pay \u202e03\u202c now\u2066'), 'pay 03 now')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.notMatch(printable(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069]|^ | $/u)
      })
    )
  })
})
