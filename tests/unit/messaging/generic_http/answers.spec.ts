import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { HttpAnswer } from '#core/http/outbound_answer'
import { outboundHttp } from '#core/http/outbound_request'
import { trustMobileNumber } from '#core/mobile_number'
import { genericHttp } from '#messaging/gateways/generic_http/driver'
import { writtenAs } from '#messaging/gateways/generic_http/number_format'
import { saysYes, type SuccessRule } from '#messaging/gateways/generic_http/success_rule'

import {
  answer,
  answerJson,
  deadlineFor,
  scriptedServer,
  silence,
  slowBody,
  type Step,
} from '../../core/http/scripted_server.js'

const rule = (change: Partial<SuccessRule>): SuccessRule => ({
  status: null,
  path: ['code'],
  match: 'equals',
  value: '202',
  ...change,
})

async function outcomeOf(script: Step, change: Record<string, string> = {}) {
  const server = await scriptedServer(script)
  const gateway = genericHttp.open({
    credentials: {
      url: 'https://sms.example.net/',
      to_field: 'to',
      text_field: 'text',
      success_path: 'code',
      success_value: '202',
      error_path: 'error',
      ...change,
    },
    baseUrl: server.url,
    clock: new FrozenClock(),
    http: outboundHttp({ deadlineSeconds: deadlineFor([script]) }),
  })
  try {
    const to = trustMobileNumber('+8801712345678')
    return await gateway.send({ to, text: 'hello', messageId: '1' })
  } finally {
    await server.close()
  }
}

test.group('Answers of a generic gateway', () => {
  test('{what}: {yes}')
    .with([
      { what: 'the value', body: '{"code":"202"}', change: {}, yes: true },
      { what: 'the value as a number', body: '{"code":202}', change: {}, yes: true },
      { what: 'a truth', body: '{"code":true}', change: { value: 'true' }, yes: true },
      { what: 'more than the value', body: '{"code":"2020"}', change: {}, yes: false },
      { what: 'a list', body: '{"code":["202"]}', change: {}, yes: false },
      { what: 'no JSON', body: '202', change: {}, yes: false },
      { what: 'the whole answer', body: ' 202\r\n', change: { path: null }, yes: true },
      {
        what: 'a part',
        body: 'OK: 202-1',
        change: { path: null, match: 'contains' },
        yes: true,
      },
      {
        what: 'a page with the word',
        body: '<!DOCTYPE html><p>202',
        change: { path: null, match: 'contains' },
        yes: false,
      },
      { what: 'something', body: '{"code":"x1"}', change: { match: 'present' }, yes: true },
      { what: 'nothing', body: '{"code":null}', change: { match: 'present' }, yes: false },
      { what: 'another status', status: 500, body: '{"code":202}', change: {}, yes: false },
      { what: 'not that status', body: '{"code":202}', change: { status: 201 }, yes: false },
      {
        what: 'that status',
        status: 201,
        body: '{"code":202}',
        change: { status: 201 },
        yes: true,
      },
    ] as {
      what: string
      status?: number
      body: string
      change: Partial<SuccessRule>
      yes: boolean
    }[])
    .run(({ assert }, { status = 200, body, change, yes }) => {
      assert.equal(saysYes(new HttpAnswer(status, {}, body), rule(change)), yes)
    })

  test('{what} is {outcome}')
    .with([
      { what: 'a yes', script: answerJson({ code: 202, error: '' }), outcome: 'accepted' },
      { what: 'a yes, error 0', script: answerJson({ code: 202, error: 0 }), outcome: 'accepted' },
      { what: 'an error', script: answerJson({ code: 7, error: 'Balance' }), outcome: 'refused' },
      {
        what: 'an error with its status',
        script: answer(422, '{"error":"Balance"}'),
        outcome: 'refused',
      },
      {
        what: 'a yes with words',
        script: answerJson({ code: 202, error: 'Sent' }),
        outcome: 'accepted',
      },
      { what: 'neither', script: answerJson({ code: 7 }), outcome: 'unknown' },
      {
        what: 'an error of a server',
        script: answer(502, '{"error":"upstream"}'),
        outcome: 'unknown',
      },
      { what: 'silence', script: silence, outcome: 'unknown' },
      { what: 'an answer that never ends', script: slowBody, outcome: 'unknown' },
    ])
    .run(async ({ assert }, { script, outcome }) => {
      assert.equal((await outcomeOf(script)).outcome, outcome)
    })

  test('without a place for errors no answer is a refusal', async ({ assert }) => {
    const outcome = await outcomeOf(answerJson({ code: 7, error: 'Balance' }), { error_path: '' })
    assert.equal(outcome.outcome, 'unknown')
  })

  test('{to} is written as {format}: {expected}')
    .with([
      { format: 'digits', to: '+8801712345678', expected: '8801712345678' },
      { format: 'plus', to: '+8801712345678', expected: '+8801712345678' },
      { format: 'national', to: '+8801712345678', expected: '01712345678' },
      { format: 'national', to: '+254712345678', expected: '0712345678' },
      { format: 'national', to: '+12025550123', expected: '2025550123' },
    ])
    .run(({ assert }, { format, to, expected }) => {
      assert.equal(writtenAs(format, trustMobileNumber(to)), expected)
    })
})
