import { test } from '@japa/runner'
import { typefaces } from '#payments/receipts/pdf/typefaces'

const bangla = [...typefaces('regular')].find(({ name }) => name.includes('bengali'))

const glyphs = (text: string) => bangla?.font.layout(text).glyphs.map(({ id }) => id) ?? []

test.group('Bangla shaping', () => {
  test('the conjunct {$self} is one glyph')
    .with(['ক্ষ', 'জ্ঞ', 'ত্র', 'ষ্ণ', 'হ্ম'])
    .run(({ assert }, conjunct) => {
      assert.lengthOf(glyphs(conjunct), 1)
    })

  test('of স্ত্র the end hangs below', ({ assert }) => {
    const [, end] = bangla?.font.layout('স্ত্র').positions ?? []
    assert.lengthOf(glyphs('স্ত্র'), 2)
    assert.equal(end?.xAdvance, 0)
  })

  /** Widths by HarfBuzz 6.0 of the same font: hb-shape NotoSansBengali-Regular "ক্ত". */
  test('{text} is as wide as HarfBuzz makes it')
    .with([
      { text: 'ক্ত', width: 910 },
      { text: 'ক্ত ', width: 1170 },
      { text: 'ক্র', width: 862 },
      { text: 'রক্ত', width: 1506 },
      { text: 'ম্ব', width: 591 },
      { text: 'হ্ন', width: 744 },
      { text: 'ন্দ', width: 852 },
    ])
    .run(({ assert }, { text, width }) => {
      assert.equal(bangla?.font.layout(text).advanceWidth, width)
    })

  test('ি stands before its consonant, and before a whole conjunct', ({ assert }) => {
    const [sign] = glyphs('কি')
    assert.equal(glyphs('কি').at(-1), glyphs('ক')[0])
    assert.notEqual(sign, glyphs('ক')[0])
    assert.equal(glyphs('ক্ষি').at(-1), glyphs('ক্ষ')[0])
  })

  test('কো is written around its consonant', ({ assert }) => {
    assert.lengthOf(glyphs('কো'), 3)
    assert.equal(glyphs('কো')[1], glyphs('ক')[0])
  })

  test('a leading র্ comes last, as reph', ({ assert }) => {
    assert.equal(glyphs('র্ক')[0], glyphs('ক')[0])
    assert.lengthOf(glyphs('র্ক'), 2)
  })
})
