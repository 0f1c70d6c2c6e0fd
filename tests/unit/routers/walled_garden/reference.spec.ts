import { test } from '@japa/runner'
import { paymentGatewayDrivers } from '#payments/gateways/registry'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { planPush, sentProperties } from '#routers/walled_garden/plan_push'
import { unknownTo } from '#tests/unit/routers/provisioning/reader/reference_check'
import { listed } from './listed_gateway.js'

const HOSTS = [
  { host: 'green.portal.example', ports: [443] },
  { host: '*.bank.example', ports: [443, 8443] },
  { host: '103.9.185.0/24', ports: [80] },
]

/** A command as the API carries it, checked as if it stood in a script. */
function faultsOf(command: string, properties: Record<string, string>, major: 6 | 7): string[] {
  return unknownTo(
    {
      words: command
        .slice(1)
        .split('/')
        .map((word, index) => (index === 0 ? `/${word}` : word)),
      args: Object.entries(properties).map(([name, text]) => ({
        name,
        operator: '=',
        value: { text, quoted: true },
      })),
      around: [],
      line: 1,
    },
    major
  )
}

test.group('The walled garden and MikroTik’s command reference', () => {
  test('{gateway}, {environment}, RouterOS {major}: every argument and value is documented')
    .with(
      paymentGatewayDrivers.flatMap(({ name: gateway }) =>
        (['live', 'sandbox'] as const).flatMap((environment) =>
          ([6, 7] as const).map((major) => ({ gateway, environment, major }))
        )
      )
    )
    .run(({ assert }, { gateway, environment, major }) => {
      const desired = desiredWalledGarden(
        { gateways: [listed(gateway, environment)], hosts: HOSTS, layer7: true },
        { major, resolver: '9.9.9.9' }
      )
      const { steps } = planPush([], desired)
      assert.lengthOf(steps, desired.length)
      assert.deepEqual(
        steps.flatMap((step) => faultsOf(`${step.menu}/add`, sentProperties(step), major)),
        []
      )
    })

  test('switched-off rows are put right by arguments that the menus have', ({ assert }) => {
    const desired = desiredWalledGarden(
      { gateways: [], hosts: HOSTS, layer7: false },
      { major: 7, resolver: '9.9.9.9' }
    )
    const off = desired.map(({ menu, properties }, index) => ({
      menu,
      id: `*${index}`,
      properties: { ...properties, comment: 'hotspot_walled_garden', disabled: 'true' },
    }))
    const sets = planPush(off, desired).steps.filter(({ act }) => act === 'set')
    assert.isNotEmpty(sets)
    assert.deepEqual(
      sets.flatMap((step) => faultsOf(`${step.menu}/set`, sentProperties(step), 7)),
      []
    )
  })

  test('the check would find {what}')
    .with<{ what: string; properties: Record<string, string> }[]>([
      { what: 'two ports where one may be', properties: { 'dst-port': '80,443' } },
      { what: 'an argument that is not there', properties: { 'dst-hosts': 'a.example' } },
      { what: 'an action of another menu', properties: { action: 'allow' } },
    ])
    .run(({ assert }, { properties }) => {
      assert.isNotEmpty(faultsOf('/ip/hotspot/walled-garden/ip/add', properties, 7))
    })
})
