import fc from 'fast-check'
import { test } from '@japa/runner'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import {
  compare,
  planPush,
  sentProperties,
  type GardenPlan,
} from '#routers/walled_garden/plan_push'
import {
  fulfils,
  GARDEN_COMMENT,
  isLayer7,
  isOurs,
  uniqueKey,
  type PrintedRow,
} from '#routers/walled_garden/walled_garden_row'
import { listed } from './listed_gateway.js'

const SEVEN = { major: 7, resolver: '1.1.1.1' }

function wish(gateways: string[], layer7 = false, hosts: string[] = ['portal.example']) {
  return desiredWalledGarden(
    {
      gateways: gateways.map((name) => listed(name)),
      hosts: hosts.map((host) => ({ host, ports: [443] })),
      layer7,
    },
    SEVEN
  )
}

/** A router that does what it is told, refuses what RouterOS refuses, and prints as the API does. */
function carriedOut(current: readonly PrintedRow[], { steps }: GardenPlan): PrintedRow[] {
  let rows = [...current]
  let next = 1
  for (const step of steps) {
    if (step.act === 'remove') {
      if (!rows.some(({ id }) => id === step.id)) throw new Error(`no such item ${step.id}`)
      rows = rows.filter(({ id }) => id !== step.id)
      continue
    }
    const properties = Object.fromEntries(
      Object.entries(sentProperties(step)).map(([name, value]) => [
        name,
        { yes: 'true', no: 'false' }[value] ?? value,
      ])
    )
    if (step.act === 'set') {
      rows = rows.map((row) =>
        row.id === step.id ? { ...row, properties: { ...row.properties, ...properties } } : row
      )
      continue
    }
    const added = { menu: step.menu, id: `*N${next++}`, properties }
    const key = uniqueKey(added)
    if (key !== null && rows.some((row) => uniqueKey(row) === key)) {
      throw new Error(`already have such entry: ${key}`)
    }
    rows.push(added)
  }
  return rows
}

const contents = (rows: readonly PrintedRow[]) =>
  rows.map(({ menu, properties }) => JSON.stringify([menu, properties])).toSorted()

/** Rows that some earlier push, a half one, or a person left behind. */
const anyRows = fc
  .record({
    left: fc.subarray(wish(['bkash', 'nagad', 'stripe'], true, ['old.example', '*.bka.sh'])),
    twice: fc.subarray(wish(['bkash'], true)),
    marks: fc.infiniteStream(
      fc.record({
        own: fc.boolean(),
        disabled: fc.constantFrom(undefined, 'false', 'true'),
        touched: fc.boolean(),
      })
    ),
  })
  .map(({ left, twice, marks }) => {
    const taken = new Set<string>()
    return [...left, ...twice].flatMap(({ menu, properties }, index): PrintedRow[] => {
      const mark = marks.next().value
      const row = {
        menu,
        id: `*${index}`,
        properties: {
          ...properties,
          ...(mark.own && { comment: GARDEN_COMMENT }),
          ...(mark.disabled !== undefined && { disabled: mark.disabled }),
          ...(mark.touched && 'forward-to' in properties && { 'forward-to': '8.8.8.8' }),
          ...(mark.touched && 'regexp' in properties && { regexp: '^touched$' }),
        },
      }
      const key = uniqueKey(row)
      if (key !== null && taken.has(key)) return []
      if (key !== null) taken.add(key)
      return [row]
    })
  })

const anyWish = fc
  .record({
    gateways: fc.subarray(['bkash', 'nagad', 'stripe', 'shurjopay', 'mpesa']),
    layer7: fc.boolean(),
    hosts: fc.subarray(['portal.example', '*.example.com', '103.9.185.0/24']),
  })
  .map(({ gateways, layer7, hosts }) => wish(gateways, layer7, hosts))

test.group('Planning a push', () => {
  test('carried out on any router it leaves what is wanted and touches nothing made by hand', ({
    assert,
  }) => {
    fc.assert(
      fc.property(anyRows, anyWish, (current, desired) => {
        const plan = planPush(current, desired)
        const after = carriedOut(current, plan)
        const conflicts = new Set(plan.conflicts.map((row) => uniqueKey(row)))

        assert.deepEqual(
          contents(after.filter((row) => !isOurs(row))),
          contents(current.filter((row) => !isOurs(row))),
          'rows made by hand'
        )
        for (const wanted of desired) {
          const there = after.some((row) => fulfils(row, wanted))
          assert.isTrue(there || conflicts.has(uniqueKey(wanted)), JSON.stringify(wanted))
        }
        assert.deepEqual(compare(after, desired).surplus, [], 'nothing of ours is left over')
        assert.deepEqual(planPush(after, desired).steps, [], 'a second push changes nothing')
      }),
      { numRuns: 300 }
    )
  })

  test('cut short after any step, the next push completes it', ({ assert }) => {
    fc.assert(
      fc.property(anyRows, anyWish, fc.nat(200), (current, desired, cut) => {
        const { steps, conflicts } = planPush(current, desired)
        const half = carriedOut(current, { steps: steps.slice(0, cut), conflicts })
        const again = half.map((row, index) => ({ ...row, id: `*H${index}` }))
        const after = carriedOut(again, planPush(again, desired))
        assert.deepEqual(planPush(after, desired).steps, [])
      }),
      { numRuns: 200 }
    )
  })

  test('what opens comes before what closes', ({ assert }) => {
    fc.assert(
      fc.property(anyRows, anyWish, (current, desired) => {
        const acts = planPush(current, desired)
          .steps.filter((step) => !isLayer7(step))
          .map(({ act }) => act)
        const removals = acts.indexOf('remove')
        assert.isTrue(removals === -1 || acts.slice(removals).every((act) => act === 'remove'))
      })
    )
  })

  test('the Layer7 way is cleared and made anew when a gateway comes', ({ assert }) => {
    const before = carriedOut([], planPush([], wish(['bkash'], true)))
    const { steps } = planPush(before, wish(['bkash', 'nagad'], true))
    const layer7 = steps.filter(isLayer7)
    const acts = layer7.map(({ act }) => act)
    assert.deepEqual(acts, [
      ...Array.from({ length: 5 }, () => 'remove'),
      ...Array.from({ length: 7 }, () => 'add'),
    ])
    assert.deepEqual(
      layer7
        .filter(({ act, menu }) => act === 'add' && menu === '/ip/firewall/layer7-protocol')
        .map(({ properties }) => properties.name),
      ['bkash_checkout', 'bkash_tokenized', 'nagad']
    )
  })

  test('a pattern must go after the rule that names it, and come before', ({ assert }) => {
    const before = carriedOut([], planPush([], wish(['bkash'], true)))
    const { steps } = planPush(before, wish(['stripe'], true))
    const at = (act: string, menu: string) =>
      steps.flatMap((step, index) => (step.act === act && step.menu === menu ? [index] : []))
    const [filter, pattern] = ['/ip/firewall/filter', '/ip/firewall/layer7-protocol']
    assert.isBelow(Math.max(...at('remove', filter)), Math.min(...at('remove', pattern)))
    assert.isBelow(Math.max(...at('add', pattern)), Math.min(...at('add', filter)))
  })

  test('a pattern of that name made by hand is left, and said to be in the way', ({ assert }) => {
    const byHand: PrintedRow = {
      menu: '/ip/firewall/layer7-protocol',
      id: '*1',
      properties: { name: 'bkash_checkout', regexp: '^mine$' },
    }
    const { steps, conflicts } = planPush([byHand], wish(['bkash'], true))
    assert.deepEqual(conflicts, [byHand])
    assert.isFalse(steps.some(({ act }) => act !== 'add'))
    assert.isFalse(steps.some(({ properties }) => properties.name === 'bkash_checkout'))
  })

  test('a row that an operator switched off is put right, one that narrows ours is replaced', ({
    assert,
  }) => {
    const desired = wish(['bkash'])
    const rows = carriedOut([], planPush([], desired))
    const off = rows.map((row) =>
      row.menu === '/ip/firewall/address-list' && row.properties.address === 'cpp.bka.sh'
        ? { ...row, properties: { ...row.properties, disabled: 'true' } }
        : row
    )
    assert.deepEqual(
      planPush(off, desired).steps.map(({ act, properties }) => [act, properties.address]),
      [['set', 'cpp.bka.sh']]
    )
    const narrowed = rows.map((row) =>
      row.menu === '/ip/hotspot/walled-garden/ip'
        ? { ...row, properties: { ...row.properties, 'src-address': '10.0.0.7' } }
        : row
    )
    assert.deepEqual(
      planPush(narrowed, desired).steps.map(({ act }) => act),
      ['add', 'remove']
    )
  })

  test('a row with our words in its comment, and more, is not ours', ({ assert }) => {
    const row = (comment: string): PrintedRow => ({
      menu: '/ip/hotspot/walled-garden',
      id: '*7',
      properties: { 'action': 'allow', 'dst-host': 'club.example', comment },
    })
    assert.deepEqual(planPush([row('hotspot_walled_garden of the club')], []).steps, [])
    assert.lengthOf(planPush([row('hotspot_walled_garden')], []).steps, 1)
  })
})
