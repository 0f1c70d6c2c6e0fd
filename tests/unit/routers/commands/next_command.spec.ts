import { DateTime } from 'luxon'
import fc from 'fast-check'
import { test } from '@japa/runner'
import { parseMacAddress } from '#core/mac_address'
import { nextCommand, type Waiting } from '#routers/commands/next_command'
import type { CommandKind } from '#routers/commands/router_command'

const NOW = DateTime.fromISO('2026-11-22T12:00:00Z')
const A = parseMacAddress('AA:BB:CC:00:00:0A')
const B = parseMacAddress('AA:BB:CC:00:00:0B')

type Told = Partial<Omit<Waiting, 'notBefore'>> & { kind: CommandKind; inSeconds?: number }

/** Commands in order, due unless told otherwise. */
function queue(...told: Told[]): Waiting[] {
  return told.map(({ inSeconds = -1, ...command }, index) => ({
    id: index + 1,
    state: 'pending',
    subject: A,
    routerTrouble: false,
    notBefore: NOW.plus({ seconds: inSeconds }),
    ...command,
  }))
}

function turn(open: Waiting[]) {
  const next = nextCommand(open, NOW)
  return next.turn === 'go' ? `go ${next.command.id}` : next.turn
}

test.group('Outbox | Whose turn it is', () => {
  test('{0}')
    .with<[string, Told[], string][]>([
      ['the first of those that are due', [{ kind: 'login' }, { kind: 'logout' }], 'go 1'],
      [
        'nobody’s while somebody is at one',
        [
          { kind: 'login', state: 'running', inSeconds: 9 },
          { kind: 'login', subject: B },
        ],
        'taken',
      ],
      [
        'the one whose worker died, once its lease is over',
        [
          { kind: 'login', state: 'running' },
          { kind: 'login', subject: B },
        ],
        'go 1',
      ],
      [
        'nobody’s for a device whose earlier command was put off',
        [{ kind: 'login', inSeconds: 5 }, { kind: 'logout' }],
        'wait',
      ],
      [
        'another device’s, when only one device was refused',
        [
          { kind: 'login', inSeconds: 5 },
          { kind: 'login', subject: B },
        ],
        'go 2',
      ],
      [
        'nobody’s, when the router as a whole does not answer',
        [
          { kind: 'login', inSeconds: 5, routerTrouble: true },
          { kind: 'login', subject: B },
        ],
        'wait',
      ],
      [
        'a logout’s all the same, since sessions end by Disconnect',
        [
          { kind: 'login', inSeconds: 5, routerTrouble: true },
          { kind: 'login', subject: B },
          { kind: 'logout', subject: parseMacAddress('AA:BB:CC:00:00:0C') },
        ],
        'go 3',
      ],
      [
        'nobody’s when a logout was in vain, too',
        [
          { kind: 'logout', inSeconds: 5, routerTrouble: true },
          { kind: 'logout', subject: B },
        ],
        'wait',
      ],
      [
        'a trouble that is over holds nobody back',
        [
          { kind: 'login', inSeconds: -1, routerTrouble: true },
          { kind: 'login', subject: B },
        ],
        'go 1',
      ],
      [
        'one walled garden after the other, beside the devices',
        [
          { kind: 'walled_garden', subject: null, inSeconds: 5 },
          { kind: 'walled_garden', subject: null },
          { kind: 'login' },
        ],
        'go 3',
      ],
      ['nobody’s in an empty queue', [], 'wait'],
    ])
    .run(({ assert }, [, open, expected]) => {
      assert.equal(turn(queue(...open)), expected)
    })

  test('whatever the queue, one device’s commands never overtake one another', ({ assert }) => {
    const command = fc.record({
      kind: fc.constantFrom<CommandKind>('login', 'logout', 'change', 'disconnect'),
      subject: fc.constantFrom(A, B),
      inSeconds: fc.integer({ min: -3, max: 3 }),
      routerTrouble: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(command, { maxLength: 8 }), (told) => {
        const open = queue(...told)
        const next = nextCommand(open, NOW)
        if (next.turn !== 'go') return
        const earlier = open.filter(
          ({ id, subject }) => id < next.command.id && subject === next.command.subject
        )
        assert.isEmpty(earlier)
        assert.isTrue(next.command.notBefore <= NOW)
      })
    )
  })
})
