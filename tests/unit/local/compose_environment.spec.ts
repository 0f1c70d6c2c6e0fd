import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

/** Names that an expression finds at the beginnings of lines. */
const namesIn = (path: string, line: RegExp) =>
  [...read(path).matchAll(line)].flatMap(([, name]) => name ?? [])

/** The tunnel server makes its key itself and leaves the public half in a file. */
const ELSEWHERE = new Set(['WIREGUARD_PUBLIC_KEY'])

test.group('What production is told', () => {
  test('every variable the application reads is passed to it', ({ assert }) => {
    const known = namesIn('start/env.ts', /^ {2}([A-Z_]+): Env\.schema/gm)
    assert.include(known, 'SMTP_PASSWORD')
    const passed = namesIn('docker/compose.yml', /^ +([A-Z_]+): /gm)
    assert.deepEqual(
      known.filter((name) => !passed.includes(name) && !ELSEWHERE.has(name)),
      []
    )
  })

  test('and whatever may be set is in the example', ({ assert }) => {
    const example = namesIn('docker/.env.example', /^#? ?([A-Z_]+)=/gm)
    const asked = namesIn('docker/compose.yml', /^ +[A-Z_]+: (?:https:\/\/)?\$\{([A-Z_]+)/gm)
    assert.isAbove(asked.length, 15)
    assert.deepEqual(
      asked.filter((name) => !example.includes(name)),
      []
    )
  })
})
