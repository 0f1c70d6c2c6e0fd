import fc from 'fast-check'
import { test } from '@japa/runner'

import {
  buildJson,
  collide,
  parseJsonPath,
  valueAt,
} from '#messaging/gateways/generic_http/json_path'

const step = fc.stringMatching(/^[A-Za-z_-][\w-]{0,8}$/)

test.group('Paths into JSON', () => {
  test('{0} is {1}')
    .with([
      ['status', ['status']],
      ['data.request_id', ['data', 'request_id']],
      ['messages[0].status', ['messages', '0', 'status']],
      ['[0].status', ['0', 'status']],
      ['a.0.b', ['a', '0', 'b']],
      ['', null],
      ['$.a', null],
      ['a..b', null],
      ['a[*]', null],
      ['a[-1]', null],
      ['a b', null],
      ['a'.repeat(201), null],
    ] as [string, string[] | null][])
    .run(({ assert }, [text, expected]) => {
      assert.deepEqual(parseJsonPath(text), expected)
    })

  test('what is placed at paths is found there again', () => {
    const paths = fc.uniqueArray(fc.array(step, { minLength: 1, maxLength: 4 }), {
      maxLength: 6,
      comparator: collide,
    })
    fc.assert(
      fc.property(paths, (list) => {
        const placed = list.map((path, index) => [path, String(index)] as const)
        const json: unknown = JSON.parse(JSON.stringify(buildJson(placed) ?? null))
        return placed.every(([path, value]) => valueAt(path, json) === value)
      })
    )
  })

  test('places next to each other are a list, in their order', ({ assert }) => {
    const json = buildJson([
      [['to', '1'], 'b'],
      [['to', '0'], 'a'],
      [['text', 'body'], 'c'],
    ])
    assert.deepEqual(json, { to: ['a', 'b'], text: { body: 'c' } })
  })

  test('nothing that a JSON object inherits is found, and nothing is put there', ({ assert }) => {
    assert.isUndefined(valueAt(['constructor', 'name'], {}))
    assert.isUndefined(valueAt(['__proto__'], {}))
    buildJson([[['__proto__', 'polluted'], 'yes']])
    assert.isUndefined(valueAt(['polluted'], {}))
    assert.isFalse('polluted' in {})
  })
})
