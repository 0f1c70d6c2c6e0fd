import { test } from '@japa/runner'
import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { charactersBeyondGsm7, countSegments, segmentsOf } from '#messaging/segments'

/**
 * Against Twilio's calculator. It differs in two things, and ours on purpose: nothing is no
 * message, and parts end between code points and not between what a reader takes for one sign.
 * A phone joins the parts before it draws them, and providers count units, so keeping a Bangla
 * conjunct together would only overstate what is paid.
 */
const oracle = (text: string) => new SegmentedMessage(text)

const GSM = [...'@£$¥èéùìòÇ\n_ÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüàΔΦ', ...'^{}\\[~]|€']
const ALONE = [...GSM, '৳', 'আ', 'ক', 'ç', '`', '😀', '中']

const textOf = (characters: readonly string[]) =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 400 })
    .map((each) => each.join(''))

test.group('SMS segments | Against another calculator', () => {
  test('every character of the first planes’ scripts is counted as GSM-7 or is not', ({
    assert,
  }) => {
    const others = Array.from({ length: 0x2500 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => segmentsOf(character).encoding !== oracle(character).encodingName
    )
    assert.deepEqual(others, [])
  })

  test('{name} takes as many parts')
    .with([
      { name: 'GSM-7', characters: GSM },
      { name: 'a mixture', characters: ALONE },
    ])
    .run((_, { characters }) => {
      fc.assert(
        fc.property(textOf(characters), (text) => {
          const theirs = oracle(text)
          const ours = segmentsOf(text)
          return ours.encoding === theirs.encodingName && ours.parts.length === theirs.segmentsCount
        })
      )
    })

  test('signs of several code points never take more parts than kept whole', () => {
    const joined = ['ক্ষ', 'স্ত্র', 'কি', '👨‍👩‍👧', '🇧🇩', 'é', ...ALONE]
    fc.assert(
      fc.property(textOf(joined), (text) => countSegments(text) <= oracle(text).segmentsCount)
    )
  })

  test('what keeps a text from GSM-7 is named, each once', ({ assert }) => {
    assert.deepEqual(charactersBeyondGsm7('৳30 for ৳20 ç{}€'), ['৳', 'ç'])
    fc.assert(
      fc.property(textOf(ALONE), (text) => {
        const beyond = charactersBeyondGsm7(text)
        const rest = [...text].filter((character) => !beyond.includes(character)).join('')
        return segmentsOf(rest).encoding === 'GSM-7'
      })
    )
  })
})
