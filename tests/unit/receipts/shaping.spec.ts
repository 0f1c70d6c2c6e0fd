import { test } from '@japa/runner'
import { typefaces } from '#payments/receipts/pdf/typefaces'
import { drawnAt, pensOf } from '#tests/unit/receipts/drawn_glyphs'
import { BY_HARFBUZZ } from '#tests/unit/receipts/shaped_by_harfbuzz'

const bangla = [...typefaces('regular')].find(({ name }) => name.includes('bengali'))

const glyphs = (text: string) => bangla?.font.layout(text).glyphs.map(({ id }) => id) ?? []

/** A shape as hb-shape writes it: name@xOffset,yOffset+advance. */
function written(text: string): string {
  const shaped = bangla?.font.layout(text)
  const pieces = shaped?.positions.map(({ xOffset, yOffset, xAdvance }, index) => {
    const name = bangla?.font.getGlyph(shaped.glyphs[index]?.id ?? 0).name ?? ''
    return `${name}${xOffset || yOffset ? `@${xOffset},${yOffset}` : ''}+${xAdvance}`
  })
  return pieces?.join('|') ?? ''
}

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

  test('{text} has the glyphs of HarfBuzz in their order and places')
    .with(BY_HARFBUZZ)
    .run(({ assert }, { text, shaped }) => {
      assert.equal(written(text), shaped)
    })

  test('{text} is drawn where HarfBuzz puts it')
    .with(BY_HARFBUZZ)
    .run(async ({ assert }, { text, shaped }) => {
      const expected = pensOf(shaped)
      const drawn = await drawnAt(text)
      assert.lengthOf(drawn, expected.length)
      for (const [index, { x, y }] of expected.entries()) {
        assert.approximately(drawn[index]?.x ?? Number.NaN, x, 0.1)
        assert.approximately(drawn[index]?.y ?? Number.NaN, y, 0.1)
      }
    })

  test('what an earlier document has shaped is drawn the same again', async ({ assert }) => {
    const first = await drawnAt('ধাক্কা বন্ধ')
    assert.deepEqual(await drawnAt('ধাক্কা বন্ধ'), first)
  })

  test('a reader copies the letters of a conjunct, each once: {text}')
    .with([
      { text: 'ক্ক', copied: 'ক্ক' },
      { text: 'ন্ধ', copied: 'ন্ধ' },
      { text: 'ক্ষ', copied: 'ক্ষ' },
      { text: 'কি', copied: 'িক' },
      { text: 'কো', copied: '\u09c7ক\u09be' },
      { text: 'কৌ', copied: '\u09c7ক\u09d7' },
      { text: 'র্ক', copied: 'কর্' },
    ])
    .run(({ assert }, { text, copied }) => {
      const points = bangla?.font.layout(text).glyphs.flatMap(({ codePoints }) => codePoints)
      assert.equal(String.fromCodePoint(...(points ?? [])), copied)
    })
})
