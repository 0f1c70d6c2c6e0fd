import { test } from '@japa/runner'
import { zonesOf, type ZoneRouter } from '#routers/zones/zone'

let id = 0
const router = (
  zone: string | null,
  ssid: string | null,
  broadcast: string[] = []
): ZoneRouter => ({
  id: (id += 1),
  name: `R${id}`,
  zone,
  ssid,
  broadcast,
})

test.group('Zones', () => {
  test('{case}')
    .with([
      { case: 'one network', routers: [router('A', 'Net'), router('A', 'Net')], differ: false },
      { case: 'case counts', routers: [router('A', 'Net'), router('A', 'net')], differ: true },
      { case: 'a space counts', routers: [router('A', 'Net'), router('A', 'Net ')], differ: true },
      { case: 'one is not known', routers: [router('A', 'Net'), router('A', null)], differ: false },
      {
        case: 'what is broadcast counts, not what was entered',
        routers: [router('A', 'Net', ['Other']), router('A', 'Net', ['Net'])],
        differ: true,
      },
      {
        case: 'two bands of two names, one in common',
        routers: [router('A', null, ['Net', 'Net-5G']), router('A', null, ['Net', 'Guest'])],
        differ: false,
      },
      { case: 'in no zone', routers: [router(null, 'Net'), router(null, 'Other')], differ: false },
    ])
    .run(({ assert }, { routers, differ }) => {
      const zones = zonesOf(routers)
      assert.lengthOf(zones, 1)
      assert.equal(zones[0]?.ssidsDiffer, differ)
    })

  test('zones by name, whatever the case; those in none come last', ({ assert }) => {
    const zones = zonesOf([
      router(null, null),
      router('Bazar', 'x'),
      router('bazar', 'x'),
      router('Airport', 'x'),
    ])
    assert.deepEqual(
      zones.map(({ name, routers }) => [name, routers.length]),
      [
        ['Airport', 1],
        ['Bazar', 2],
        [null, 1],
      ]
    )
  })
})
