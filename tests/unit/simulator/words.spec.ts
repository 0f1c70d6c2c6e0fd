import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  decodeLength,
  encodeLength,
  encodeSentence,
  MalformedWord,
  SentenceReader,
} from '../../simulator/api/words.js'

test.group('Simulator | API words', () => {
  test('a word of {length} octets is announced as {hex}')
    .with([
      { length: 0, hex: '00' },
      { length: 1, hex: '01' },
      { length: 127, hex: '7f' },
      { length: 130, hex: '8082' },
      { length: 0x87, hex: '8087' },
      { length: 0x4321, hex: 'c04321' },
      { length: 2097140, hex: 'dffff4' },
      { length: 0x2acdef, hex: 'e02acdef' },
      { length: 268435440, hex: 'effffff0' },
      { length: 0x10000080, hex: 'f010000080' },
    ])
    .run(({ assert }, { length, hex }) => {
      assert.equal(encodeLength(length).toString('hex'), hex)
      assert.deepEqual(decodeLength(Buffer.from(hex, 'hex')), { length, size: hex.length / 2 })
    })

  test('every length comes back as it went', ({ assert }) => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (length) => {
        const octets = encodeLength(length)
        assert.deepEqual(decodeLength(octets), { length, size: octets.length })
        assert.isUndefined(decodeLength(octets.subarray(0, octets.length - 1)))
      })
    )
  })

  test('a reserved control byte is refused', ({ assert }) => {
    assert.throws(() => decodeLength(Buffer.from([0xf8])), MalformedWord)
  })

  test('sentences arrive whole wherever the stream is cut', ({ assert }) => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    const sentences = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(sentences, fc.integer({ min: 1, max: 40 }), (sent, piece) => {
        const reader = new SentenceReader()
        const stream = Buffer.concat(sent.map(encodeSentence))
        const received: string[][] = []
        for (let at = 0; at < stream.length; at += piece) {
          received.push(...reader.push(stream.subarray(at, at + piece)))
        }
        assert.deepEqual(received, sent)
      })
    )
  })

  test('Bangla is counted in octets, not in characters', ({ assert }) => {
    const sentence = encodeSentence(['=name=গ্রিন'])
    assert.equal(sentence[0], Buffer.byteLength('=name=গ্রিন'))
    assert.deepEqual(new SentenceReader().push(sentence), [['=name=গ্রিন']])
  })
})
