import { test } from '@japa/runner'
import fc from 'fast-check'
import { splitIntoSegments } from '#tests/standins/inbox/segments'

test.group('Segments of an SMS', () => {
  test('{what}: {encoding}, {count} segment(s)')
    .with([
      { what: '160 basic characters', text: 'a'.repeat(160), encoding: 'GSM-7', count: 1 },
      { what: '161 basic characters', text: 'a'.repeat(161), encoding: 'GSM-7', count: 2 },
      { what: '306 basic characters', text: 'a'.repeat(306), encoding: 'GSM-7', count: 2 },
      { what: '307 basic characters', text: 'a'.repeat(307), encoding: 'GSM-7', count: 3 },
      { what: '80 euro signs', text: '€'.repeat(80), encoding: 'GSM-7', count: 1 },
      { what: '81 euro signs', text: '€'.repeat(81), encoding: 'GSM-7', count: 2 },
      { what: 'a taka sign', text: '৳50', encoding: 'UCS-2', count: 1 },
      { what: 'a small cedilla', text: 'ç', encoding: 'UCS-2', count: 1 },
      { what: 'a great cedilla', text: 'Ç', encoding: 'GSM-7', count: 1 },
      { what: '70 Bengali characters', text: 'ক'.repeat(70), encoding: 'UCS-2', count: 1 },
      { what: '71 Bengali characters', text: 'ক'.repeat(71), encoding: 'UCS-2', count: 2 },
      { what: '35 emoji', text: '🙂'.repeat(35), encoding: 'UCS-2', count: 1 },
      { what: '67 emoji', text: '🙂'.repeat(67), encoding: 'UCS-2', count: 3 },
      { what: 'nothing', text: '', encoding: 'GSM-7', count: 1 },
    ])
    .run(({ assert }, { text, encoding, count }) => {
      const split = splitIntoSegments(text)

      assert.equal(split.encoding, encoding)
      assert.lengthOf(split.parts, count)
    })

  test('never tears an escaped character in two', ({ assert }) => {
    const { parts } = splitIntoSegments(`${'a'.repeat(152)}€${'b'.repeat(20)}`)

    assert.deepEqual(parts, ['a'.repeat(152), `€${'b'.repeat(20)}`])
  })

  test('loses nothing and overfills no part', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { encoding, parts } = splitIntoSegments(text)
        assert.equal(parts.join(''), text)
        const limit = parts.length === 1 ? 70 : 67
        if (encoding === 'UCS-2') assert.isTrue(parts.every((part) => part.length <= limit))
      })
    )
  })
})
