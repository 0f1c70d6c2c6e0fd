import { test } from '@japa/runner'
import fc from 'fast-check'
import { alertSettings, isQuiet } from '#routers/health/alert_settings'
import { advance, afterTelling, message, type AlertState } from '#routers/health/alert_state'

const COOLDOWN = 30
const START = Date.parse('2026-11-22T06:00:00Z')

/** Visits a minute apart, telling whatever is due; what was told, and when (minutes). */
function told(visits: readonly boolean[]): { minute: number; what: 'began' | 'ended' }[] {
  let state: AlertState | undefined
  const said: { minute: number; what: 'began' | 'ended' }[] = []
  for (const [minute, present] of visits.entries()) {
    const now = new Date(START + minute * 60_000)
    state = advance(state, present, now)
    const what = state && message(state, 'sms', now, COOLDOWN)
    if (!state || !what) continue
    said.push({ minute, what })
    state = afterTelling(state, 'sms', now)
  }
  return said
}

const yes = (count: number) => Array<boolean>(count).fill(true)
const no = (count: number) => Array<boolean>(count).fill(false)

test.group('An alert’s life', () => {
  test('{story}')
    .with([
      { story: 'one bad visit', visits: [...no(3), true, ...no(3)], said: [] },
      { story: 'two bad visits', visits: yes(2), said: ['began@1'] },
      { story: 'bad for hours', visits: yes(200), said: ['began@1'] },
      {
        story: 'a good visit in between ends nothing',
        visits: [...yes(3), false, ...yes(3)],
        said: ['began@1'],
      },
      { story: 'bad, then good', visits: [...yes(2), ...no(5)], said: ['began@1', 'ended@3'] },
      {
        story: 'again within the cooldown, and for long: told when it is over',
        visits: [...yes(2), ...no(2), ...yes(60)],
        said: ['began@1', 'ended@3', 'began@31'],
      },
    ])
    .run(({ assert }, { visits, said }) =>
      assert.deepEqual(
        told(visits).map(({ what, minute }) => `${what}@${minute}`),
        said
      )
    )

  test('however it flaps: beginnings and ends alternate, and no beginning comes within the cooldown', ({
    assert,
  }) => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (visits) => {
        const said = told(visits)
        assert.isTrue(said.every(({ what }, at) => what === (at % 2 === 0 ? 'began' : 'ended')))
        const began = said.filter(({ what }) => what === 'began').map(({ minute }) => minute)
        assert.isTrue(
          began.every((minute, at) => at === 0 || minute - (began[at - 1] ?? 0) >= COOLDOWN)
        )
      })
    )
  })

  test('what was told long ago is forgotten', ({ assert }) => {
    let state = advance(undefined, true, new Date(START))
    state = advance(state, true, new Date(START + 60_000))
    if (!state) throw new Error('Forgotten too soon')
    state = afterTelling(state, 'sms', new Date(START + 60_000))
    for (const hours of [1, 2]) state = advance(state, false, new Date(START + hours * 3_600_000))
    if (!state) throw new Error('Forgotten before its end was told')
    state = afterTelling(state, 'sms', new Date(START + 2 * 3_600_000))
    assert.isDefined(advance(state, false, new Date(START + 20 * 3_600_000)))
    assert.isUndefined(advance(state, false, new Date(START + 27 * 3_600_000)))
  })
})

test.group('Quiet hours and other settings', () => {
  test('{from} to {to}, at {time}: {quiet}')
    .with([
      { from: '22:00', to: '07:00', time: '23:59', quiet: true },
      { from: '22:00', to: '07:00', time: '06:59', quiet: true },
      { from: '22:00', to: '07:00', time: '07:00', quiet: false },
      { from: '22:00', to: '07:00', time: '12:00', quiet: false },
      { from: '13:00', to: '14:00', time: '13:30', quiet: true },
      { from: '13:00', to: '14:00', time: '14:00', quiet: false },
      { from: '08:00', to: '08:00', time: '08:00', quiet: false },
    ])
    .run(({ assert }, { from, to, time, quiet }) => {
      const settings = { recipients: [], quietFrom: from, quietTo: to, cooldownMinutes: 30 }
      assert.equal(isQuiet(settings, time), quiet)
    })

  test('what is stored may be anything', ({ assert }) => {
    fc.assert(
      fc.property(fc.anything(), (alerts) => {
        const { recipients, cooldownMinutes } = alertSettings({ settings: { alerts } })
        assert.isArray(recipients)
        assert.isNumber(cooldownMinutes)
      })
    )
  })
})
