import { test } from '@japa/runner'
import fc from 'fast-check'
import { beginningWith, containing } from '#core/like_pattern'

/** LIKE as Postgres has it, backslash escaping: does this pattern match this text? */
function like(text: string, pattern: string): boolean {
  const source = pattern.replace(/\\([\s\S])|([%_])|([^\w\s])/gu, (_, escaped, wild, sign) => {
    if (wild) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]'
    return `\\u{${(escaped ?? sign).codePointAt(0).toString(16)}}`
  })
  return new RegExp(`^${source}$`, 'u').test(text)
}

const typed = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '\\', ' ', 'র') })

test.group('LIKE patterns', () => {
  test('"{0}" is searched for as "{1}"')
    .with([
      ['rahim', '%rahim%'],
      ['100%', String.raw`%100\%%`],
      ['a_b', String.raw`%a\_b%`],
      ['a\\b', String.raw`%a\\b%`],
      ['', '%%'],
    ])
    .run(({ assert }, [text = '', pattern = '']) => {
      assert.equal(containing(text), pattern)
      assert.equal(beginningWith(text), pattern.slice(1))
    })

  test('what was typed is found where it stands, and nowhere else', ({ assert }) => {
    fc.assert(
      fc.property(typed, typed, (part, text) => {
        assert.equal(like(text, containing(part)), text.includes(part))
        assert.equal(like(text, beginningWith(part)), text.startsWith(part))
      })
    )
  })
})
