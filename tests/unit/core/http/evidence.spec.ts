import { test } from '@japa/runner'
import { DateTime } from 'luxon'

import { FrozenClock } from '#core/clock'
import { EvidenceLog } from '#core/http/evidence'
import { HttpAnswer } from '#core/http/outbound_answer'
import { OutboundUnknown } from '#core/http/outbound_errors'

const clock = new FrozenClock(DateTime.fromISO('2026-06-07T10:00:00Z', { zone: 'utc' }))

function kept(text: string, ...secrets: string[]): string {
  const log = new EvidenceLog(clock, secrets)
  log.answered('call', new HttpAnswer(200, {}, text))
  return log.exchanges[0]?.body ?? ''
}

test.group('Evidence', () => {
  test('keeps what was answered, when, and what was not answered at all', ({ assert }) => {
    const log = new EvidenceLog(clock)
    log.answered('execute', new HttpAnswer(200, {}, '{"trxID":"A"}'))
    log.failed('query', new OutboundUnknown('query: no answer'))

    assert.deepEqual(log.exchanges, [
      { call: 'execute', at: '2026-06-07T10:00:00.000Z', status: 200, body: '{"trxID":"A"}' },
      { call: 'query', at: '2026-06-07T10:00:00.000Z', status: null, body: 'query: no answer' },
    ])
  })

  test('replaces a secret {name}')
    .with([
      { name: 'as it is', text: 'key=pa"ss/wörd!', secrets: ['pa"ss/wörd'], body: 'key=[secret]!' },
      { name: 'in JSON', text: '{"k":"pa\\"ss"}', secrets: ['pa"ss'], body: '{"k":"[secret]"}' },
      { name: 'in a URL', text: '?k=pa%2Fss', secrets: ['pa/ss'], body: '?k=[secret]' },
      {
        name: 'that holds another',
        text: 'abcdefgh',
        secrets: ['bcde', 'abcdefgh'],
        body: '[secret]',
      },
      { name: 'every time', text: 'abcd abcd', secrets: ['abcd'], body: '[secret] [secret]' },
    ])
    .run(({ assert }, { text, secrets, body }) => {
      assert.equal(kept(text, ...secrets), body)
    })

  test('takes no empty or tiny secret for one', ({ assert }) => {
    assert.equal(kept('{"statusCode":"0000"}', '', '0'), '{"statusCode":"0000"}')
  })

  test('hides secrets learnt later', ({ assert }) => {
    const log = new EvidenceLog(clock)
    log.hide(['token-1'])
    log.answered('grant', new HttpAnswer(200, {}, '{"id_token":"token-1"}'))
    assert.equal(log.exchanges[0]?.body, '{"id_token":"[secret]"}')
  })

  test('keeps only what a jsonb column can hold', ({ assert }) => {
    assert.equal(kept('a\u0000b'), 'a\uFFFDb')
    const cut = kept(`${'x'.repeat(8191)}😀 and more`)
    assert.lengthOf(cut, 8192)
    assert.isTrue(cut.isWellFormed())
  })
})
