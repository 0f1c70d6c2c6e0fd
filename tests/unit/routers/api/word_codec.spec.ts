import fc from 'fast-check'
import { test } from '@japa/runner'
import { SentenceReader } from '#routers/api/sentence_reader'
import { decodeLength, encodeLength, encodeSentence, prefixSize } from '#routers/api/word_codec'

/** Lengths and their prefixes as the public go-routeros and librouteros vectors have them. */
const VECTORS: [number, string][] = [
  [0, '00'],
  [1, '01'],
  [127, '7f'],
  [128, '8080'],
  [130, '8082'],
  [0x87, '8087'],
  [0x3fff, 'bfff'],
  [0x4000, 'c04000'],
  [0x4321, 'c04321'],
  [2097140, 'dffff4'],
  [0x200000, 'e0200000'],
  [0x2acdef, 'e02acdef'],
  [268435440, 'effffff0'],
  [0x10000080, 'f010000080'],
  [0xffffffff, 'f0ffffffff'],
]

function read(reader: SentenceReader, ...chunks: Buffer[]) {
  const sentences: string[][] = []
  for (const chunk of chunks) reader.push(chunk, (sentence) => sentences.push(sentence))
  return sentences
}

test.group('Length of a word', () => {
  test('{0} octets are announced and read back')
    .with(VECTORS)
    .run(({ assert }, [length, hex]) => {
      const prefix = Buffer.from(hex, 'hex')
      assert.equal(encodeLength(length).toString('hex'), hex)
      assert.equal(prefixSize(prefix.readUInt8(0)), prefix.length)
      assert.equal(decodeLength(prefix), length)
    })

  test('counts octets, not characters', ({ assert }) => {
    assert.equal(encodeSentence(['সবুজ']).toString('hex'), '0ce0a6b8e0a6ace0a781e0a69c00')
  })
})

test.group('Sentence reader', () => {
  test('reads back any sentences, cut anywhere', ({ assert }) => {
    const word = fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' })
    const sentences = fc.array(
      fc.array(word, { maxLength: 6 }).map((words) => ['!re', ...words]),
      { maxLength: 5 }
    )
    fc.assert(
      fc.property(sentences, fc.array(fc.nat(4000), { maxLength: 8 }), (said, cuts) => {
        const whole = Buffer.concat(said.map((words) => encodeSentence(words)))
        const edges = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length]
        edges.sort((a, b) => a - b)
        const chunks = edges.slice(1).map((edge, i) => whole.subarray(edges[i], edge))
        assert.deepEqual(read(new SentenceReader(), ...chunks), said)
      })
    )
  })

  test('reads an octet at a time', ({ assert }) => {
    const long = 'x'.repeat(0x4000)
    const whole = encodeSentence(['!re', '=name=সবুজ', `=comment=${long}`])
    const chunks = Array.from(whole, (octet) => Buffer.of(octet))
    assert.deepEqual(read(new SentenceReader(), ...chunks), [
      ['!re', '=name=সবুজ', `=comment=${long}`],
    ])
  })

  test('skips empty sentences', ({ assert }) => {
    const data = Buffer.concat([Buffer.of(0, 0), encodeSentence(['!done']), Buffer.of(0)])
    assert.deepEqual(read(new SentenceReader(), data), [['!done']])
  })

  test('hands over what was whole before the octets went wrong', ({ assert }) => {
    const sentences: string[][] = []
    const data = Buffer.concat([encodeSentence(['!done']), Buffer.of(0xff)])
    assert.throws(
      () => new SentenceReader().push(data, (sentence) => sentences.push(sentence)),
      /does not speak the RouterOS API/
    )
    assert.deepEqual(sentences, [['!done']])
  })

  test('shows a name that is not UTF-8 instead of losing it', ({ assert }) => {
    const caf = Buffer.from('!name=Caf\xe9', 'latin1')
    const data = Buffer.concat([Buffer.of(caf.length), caf, Buffer.of(0)])
    assert.deepEqual(read(new SentenceReader(), data), [['!name=Café']])
  })

  test('refuses the reserved first octet {$self}')
    .with([0xf1, 0xf7, 0xf8, 0xff])
    .run(({ assert }, first) => {
      assert.throws(() => read(new SentenceReader(), Buffer.of(first)), /RouterOS API/)
    })

  test('refuses an announced length that no router sends, without reserving it', ({ assert }) => {
    const before = process.memoryUsage().arrayBuffers
    assert.throws(
      () => read(new SentenceReader(), Buffer.from('f0ffffffff', 'hex')),
      /more than 16 MiB/
    )
    assert.isBelow(process.memoryUsage().arrayBuffers - before, 1024 * 1024)
  })

  test('counts a word for more than its octets, so that empty ones end, too', ({ assert }) => {
    const reader = new SentenceReader()
    reader.push(Buffer.from('0521646f6e65', 'hex'), () => {})
    const words = Buffer.from('0161'.repeat(32_768), 'hex')
    const pour = () => {
      for (let i = 0; i < 64; i++) reader.push(words, () => {})
    }
    assert.throws(pour, /more than 16 MiB/)
  })

  test('keeps one octet of a segment, not the segment', ({ assert }) => {
    const reader = new SentenceReader()
    reader.push(Buffer.from('c80000', 'hex'), () => {})
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 8_000; i++) {
      reader.push(Buffer.alloc(64 * 1024, '!').subarray(7, 8), () => {})
    }
    const kept = process.memoryUsage().arrayBuffers - before
    assert.isBelow(kept, 256 * 1024 * 1024, 'of 500 MiB that came')
  })
})
