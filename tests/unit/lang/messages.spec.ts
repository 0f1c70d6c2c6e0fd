import { test } from '@japa/runner'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { messagesOf, usesOfMessages } from '#tests/unit/lang/catalogue'

const english = messagesOf('en')
const bangla = messagesOf('bn')
const uses = usesOfMessages()

/** Names of what a message is given, those inside plurals and selects too. */
function argumentsOf(elements: MessageFormatElement[]): string[] {
  const names = elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return []
    if (element.type === TYPE.tag) return argumentsOf(element.children)
    const inner =
      element.type === TYPE.plural || element.type === TYPE.select
        ? Object.values(element.options).flatMap(({ value }) => argumentsOf(value))
        : []
    return [element.value, ...inner]
  })
  return [...new Set(names)].toSorted()
}

test.group('Messages', () => {
  test('both languages have the same keys', ({ assert }) => {
    assert.deepEqual([...bangla.keys()].toSorted(), [...english.keys()].toSorted())
  })

  test('both languages fill in the same', ({ assert }) => {
    for (const [key, message] of english) {
      const other = bangla.get(key) ?? ''
      assert.deepEqual(argumentsOf(parse(other)), argumentsOf(parse(message)), key)
    }
  })

  test('no message is empty', ({ assert }) => {
    for (const [key, message] of [...english, ...bangla]) assert.notEqual(message.trim(), '', key)
  })

  test('a Bangla message is in Bangla', ({ assert }) => {
    const latin = [...bangla].filter(([key, message]) => {
      const words = english.get(key)?.replace(/\{[^}]*\}/g, '') ?? ''
      return /[a-z]{3}/i.test(words) && message === english.get(key)
    })
    assert.deepEqual(
      latin.map(([key]) => key).filter((key) => !SAME_IN_BOTH.has(key)),
      []
    )
  })

  test('every key that is asked for exists', ({ assert }) => {
    assert.isAbove(uses.length, 300, 'the uses were found')
    const missing = uses.filter(({ key }) => !has(key)).map(({ file, key }) => `${file}: ${key}`)
    assert.deepEqual(missing, [])
  })
})

/** Names of things that have no other name. */
const SAME_IN_BOTH = new Set<string>([])

function has(key: string): boolean {
  if (!key.includes('*')) return english.has(key) && bangla.has(key)
  const shape = new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '[\\w.]+')}$`)
  return [...english.keys()].some((known) => shape.test(known))
}
