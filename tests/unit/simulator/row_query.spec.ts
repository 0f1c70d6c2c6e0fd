import { test } from '@japa/runner'
import fc from 'fast-check'
import { matchesQuery } from '../../simulator/menus/row_query.js'

const row = {
  'name': 'bob',
  'bytes-in': '1000',
  'disabled': 'false',
  'mac-address': 'AA:BB:CC:00:00:01',
}

test.group('Simulator | API queries', () => {
  test('{words} is {expected}')
    .with([
      { words: [], expected: true },
      { words: ['?name=bob'], expected: true },
      { words: ['?=name=bob'], expected: true },
      { words: ['?name=eve'], expected: false },
      { words: ['?name'], expected: true },
      { words: ['?comment'], expected: false },
      { words: ['?-comment'], expected: true },
      { words: ['?-name'], expected: false },
      { words: ['?>bytes-in=999'], expected: true },
      { words: ['?<bytes-in=999'], expected: false },
      { words: ['?disabled=no'], expected: true },
      { words: ['?mac-address=aa:bb:cc:00:00:01'], expected: false },
      { words: ['?name=eve', '?name=bob', '?#|'], expected: true },
      { words: ['?name=eve', '?name=bob', '?#&'], expected: false },
      { words: ['?name=eve', '?#!'], expected: true },
      { words: ['?name=bob', '?disabled=true', '?#!&'], expected: true },
      { words: ['?name=bob', '?name=eve', '?#0!&'], expected: false },
    ])
    .run(({ assert }, { words, expected }) => {
      assert.equal(matchesQuery(row, words), expected)
    })

  test('operations without values to work on are refused', ({ assert }) => {
    assert.throws(() => matchesQuery(row, ['?name=bob', '?#|']), /invalid query word/)
    assert.throws(() => matchesQuery(row, ['?#x']), /invalid query word/)
  })

  test('or and and agree with logic for any values', ({ assert }) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (stored, left, right) => {
        const words = [`?name=${left}`, `?name=${right}`]
        const item = { name: stored }
        const [first, second] = words.map((word) => matchesQuery(item, [word]))
        assert.equal(matchesQuery(item, [...words, '?#|']), first === true || second === true)
        assert.equal(matchesQuery(item, [...words, '?#&']), first === true && second === true)
      })
    )
  })
})
