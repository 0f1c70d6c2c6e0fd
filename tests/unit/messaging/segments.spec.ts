import { test } from '@japa/runner'
import fc from 'fast-check'

import { countSegments, segmentsOf } from '#messaging/segments'

const gsm = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà'
const extension = '\f^{}\\[~]|€'

const gsmText = fc
  .array(fc.constantFrom(...gsm, ...extension), { maxLength: 700 })
  .map((characters) => characters.join(''))

const anyText = fc
  .array(fc.oneof(fc.constantFrom('a', '€', '৳', 'আ', '😀', 'ç'), fc.string({ unit: 'binary' })), {
    maxLength: 300,
  })
  .map((pieces) => pieces.join(''))

const septets = (text: string) =>
  [...text].reduce((sum, character) => sum + (extension.includes(character) ? 2 : 1), 0)

test.group('SMS segments', () => {
  test('{name}')
    .with([
      { name: 'nothing is no message', text: '', encoding: 'GSM-7', parts: 0, left: 160 },
      { name: '160 septets are one', text: 'a'.repeat(160), encoding: 'GSM-7', parts: 1, left: 0 },
      { name: '161 are two', text: 'a'.repeat(161), encoding: 'GSM-7', parts: 2, left: 145 },
      { name: '306 fill two', text: 'a'.repeat(306), encoding: 'GSM-7', parts: 2, left: 0 },
      { name: '307 are three', text: 'a'.repeat(307), encoding: 'GSM-7', parts: 3, left: 152 },
      { name: 'extensions cost two', text: '€'.repeat(80), encoding: 'GSM-7', parts: 1, left: 0 },
      {
        name: '81 extensions overflow',
        text: '€'.repeat(81),
        encoding: 'GSM-7',
        parts: 2,
        left: 143,
      },
      {
        name: 'an escape is not cut from its character',
        text: 'a'.repeat(152) + '€' + 'a'.repeat(152),
        encoding: 'GSM-7',
        parts: 3,
        left: 152,
      },
      { name: '70 units are one', text: 'আ'.repeat(70), encoding: 'UCS-2', parts: 1, left: 0 },
      { name: '71 are two', text: 'আ'.repeat(71), encoding: 'UCS-2', parts: 2, left: 63 },
      { name: '135 are three', text: 'আ'.repeat(135), encoding: 'UCS-2', parts: 3, left: 66 },
      { name: '35 emoji are one', text: '😀'.repeat(35), encoding: 'UCS-2', parts: 1, left: 0 },
      { name: '33 emoji fill a part', text: '😀'.repeat(66), encoding: 'UCS-2', parts: 2, left: 1 },
      { name: 'the taka sign forces UCS-2', text: '৳30', encoding: 'UCS-2', parts: 1, left: 67 },
      { name: 'a small ç forces UCS-2', text: 'ça', encoding: 'UCS-2', parts: 1, left: 68 },
      { name: 'a capital Ç does not', text: 'ÇA', encoding: 'GSM-7', parts: 1, left: 158 },
      { name: 'a backtick forces UCS-2', text: '`', encoding: 'UCS-2', parts: 1, left: 69 },
    ])
    .run(({ assert }, { text, encoding, parts, left }) => {
      const segments = segmentsOf(text)
      assert.equal(segments.encoding, encoding)
      assert.lengthOf(segments.parts, parts)
      assert.equal(countSegments(text), parts)
      assert.equal(segments.unitsLeft, left)
    })

  test('GSM-7 parts hold the whole text, fit, and are as few as can be', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        const { encoding, parts, units } = segmentsOf(text)
        const limit = parts.length > 1 ? 153 : 160
        const tight = parts.slice(1).every((part, index) => {
          const first = [...part][0] ?? ''
          return septets(parts[index] ?? '') + septets(first) > 153
        })
        return (
          encoding === 'GSM-7' &&
          parts.join('') === text &&
          units === septets(text) &&
          parts.length > 1 === septets(text) > 160 &&
          parts.every((part) => septets(part) <= limit && part !== '') &&
          tight
        )
      })
    )
  })

  test('any text survives splitting, and no surrogate pair is cut', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, parts, units, unitsLeft } = segmentsOf(text)
        const size = (part: string) => (encoding === 'GSM-7' ? septets(part) : part.length)
        const limit = encoding === 'GSM-7' ? 153 : 67
        const last = parts.at(-1)
        return (
          parts.join('') === text &&
          units === size(text) &&
          parts.every((part) => parts.length === 1 || size(part) <= limit) &&
          parts.every((part) => !text.isWellFormed() || part.isWellFormed()) &&
          (parts.length < 2 || unitsLeft === limit - size(last ?? ''))
        )
      })
    )
  })
})
