import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import env from '#start/env'
import { trustMobileNumber } from '#core/mobile_number'
import { gigabytes, octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import app from '@adonisjs/core/services/app'
import type Router from '#routers/router'
import { CODE } from '#tests/simulator/radius/dictionary'
import {
  freshAuthenticator,
  isAuthentic,
  messageAuthenticatorOf,
  openPacket,
  sealPacket,
  textOf,
  type RadiusPacket,
} from '#tests/simulator/radius/packet'
import type { Attribute } from '#tests/simulator/radius/attributes'
import { hidePassword } from '#tests/simulator/radius/passwords'
import { asOwner } from '#tests/support/database'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, registerRouter, routerAddress, type Isp } from '#tests/support/isp'

const SILENCE_MS = 900

let isp: Isp
let router: Router
let secret: string

interface Answer extends RadiusPacket {
  octets: Buffer
}

/** Sends octets as they are from an address of ours. @returns what came back, or undefined for silence */
async function exchange(
  packet: Buffer,
  port: number,
  from = router.address
): Promise<Answer | undefined> {
  const socket = createSocket('udp4')
  socket.bind(0, from)
  await once(socket, 'listening')
  try {
    socket.send(packet, port, env.get('RADIUS_HOST'))
    const reply = await Promise.race([
      once(socket, 'message'),
      new Promise<undefined>((resolve) => setTimeout(resolve, SILENCE_MS, undefined)),
    ])
    const [received] = reply ?? []
    return Buffer.isBuffer(received) ? { ...openPacket(received), octets: received } : undefined
  } finally {
    socket.close()
  }
}

interface SignIn {
  user: string
  more?: Attribute[]
  key?: string
  from?: string
  signed?: boolean
}

async function signIn({ user, more = [], key = secret, from, signed = true }: SignIn) {
  const authenticator = freshAuthenticator()
  const packet = sealPacket({
    code: CODE.accessRequest,
    identifier: 7,
    attributes: [
      ['User-Name', user],
      ['User-Password', hidePassword(user.slice(0, 100), key, authenticator)],
      ['NAS-Port-Type', 19],
      ...more,
    ],
    secret: key,
    messageAuthenticator: signed,
    authenticator,
  })
  const answer = await exchange(packet, env.get('RADIUS_AUTH_PORT'), from)
  return answer && { ...answer, requested: packet.subarray(4, 20) }
}

async function account(attributes: Attribute[]) {
  const packet = sealPacket({
    code: CODE.accountingRequest,
    identifier: 9,
    attributes,
    secret,
    messageAuthenticator: false,
  })
  return exchange(packet, env.get('RADIUS_ACCT_PORT'))
}

/** A customer with a device, and a running Day Pass if wanted. */
async function aCustomer(withPackage = true) {
  const mac = anyMac()
  const activate = await app.container.make(ActivatePackage)
  const customer = await isp.inside(async () => {
    const created = await Customer.create({
      mobile: trustMobileNumber(anyMobile()),
      status: 'active',
    })
    await created.related('devices').create({ mac })
    if (withPackage) {
      const dayPass = await Package.findByOrFail('name', 'Day Pass')
      await activate.execute(created.id, offerOf(dayPass), 'operator')
    }
    return created
  })
  const change = (activation: Partial<Activation>, ofCustomer: Partial<Customer> = {}) =>
    isp.inside(async () => {
      const row = await Activation.query().where('customer_id', customer.id).first()
      await row?.merge(activation).save()
      const fresh = await Customer.findOrFail(customer.id)
      await fresh.merge(ofCustomer).save()
    })
  return { mac, change }
}

test.group('RADIUS | What a router may send us', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    router = await registerRouter(isp)
    secret = router.secret(isp.tenant.id)
  })

  const hostile = [
    { what: 'SQL', text: `'; drop table radacct; --` },
    { what: 'a union', text: `' union select 'x','Cleartext-Password',':=','x` },
    { what: 'HTML', text: `<script>alert(1)</script>` },
    { what: 'an expansion of FreeRADIUS', text: '%{sql:select 1}%{client:secret}' },
    { what: 'back-quotes and dollars', text: '`id`$(id)${ENV}' },
    { what: 'backslashes', text: '\\\\\\0\\x27 or 1=1' },
    { what: 'control characters', text: 'a\u0000b\r\n\u001b[2J' },
    { what: 'Bangla and an emoji', text: 'রহিম 🙂' },
    { what: 'as much as fits', text: 'x'.repeat(253) },
    { what: 'quotes as many as fit', text: `'`.repeat(253) },
  ]

  test('a User-Name of {what} is rejected, in a signed reply')
    .with(hostile)
    .run(async ({ assert }, { text }) => {
      const answer = await signIn({ user: text })
      assert.equal(answer?.code, CODE.accessReject)
      assert.equal(messageAuthenticatorOf(answer!.octets, secret, answer!.requested), 'valid')
      assert.isTrue(isAuthentic(answer!.octets, secret, answer!.requested))
    })

  test('a customer signs in whatever the router calls itself: {what}')
    .with(hostile)
    .run(async ({ assert }, { text }) => {
      const { mac } = await aCustomer()
      const answer = await signIn({
        user: mac,
        more: [
          ['NAS-Identifier', text],
          ['Called-Station-Id', text],
          ['Calling-Station-Id', text],
          ['NAS-Port-Id', text],
        ],
      })
      assert.equal(answer?.code, CODE.accessAccept)
      assert.equal(messageAuthenticatorOf(answer!.octets, secret, answer!.requested), 'valid')
    })

  test('accounting with {what} everywhere is stored or left unanswered, and harms nothing')
    .with(hostile)
    .run(async ({ assert }, { text }) => {
      await account([
        ['Acct-Status-Type', 1],
        ['Acct-Session-Id', text],
        ['User-Name', text],
        ['NAS-Identifier', text],
        ['Called-Station-Id', text],
      ])
      const tables = await asOwner(
        `select 1 from information_schema.tables where table_schema = $1 and table_name in ('radacct', 'radcheck', 'radreply', 'customers')`,
        [isp.tenant.schema]
      )
      assert.lengthOf(tables, 4)
      const { mac } = await aCustomer()
      assert.equal((await signIn({ user: mac }))?.code, CODE.accessAccept)
    })

  test('{what} is met with silence, and the next packet with an answer')
    .with([
      {
        what: 'a wrong secret',
        send: async () => signIn({ user: (await aCustomer()).mac, key: 'guessed' }),
      },
      {
        what: 'an address no router has',
        send: async () => signIn({ user: (await aCustomer()).mac, from: routerAddress() }),
      },
      {
        what: 'a packet of one octet',
        send: () => exchange(Buffer.of(1), env.get('RADIUS_AUTH_PORT')),
      },
      {
        what: 'a packet of noise',
        send: () => exchange(Buffer.alloc(400, 0xa5), env.get('RADIUS_AUTH_PORT')),
      },
      {
        what: 'a length beyond its end',
        send: () =>
          exchange(
            Buffer.from([1, 1, 0xff, 0xff, ...Buffer.alloc(30)]),
            env.get('RADIUS_AUTH_PORT')
          ),
      },
      {
        what: 'an attribute beyond its end',
        send: () =>
          exchange(
            Buffer.from([1, 1, 0, 24, ...Buffer.alloc(16), 1, 200, 65, 65]),
            env.get('RADIUS_AUTH_PORT')
          ),
      },
      {
        what: 'a reply instead of a request',
        send: () =>
          exchange(
            sealPacket({
              code: CODE.accessAccept,
              identifier: 1,
              attributes: [],
              secret,
              messageAuthenticator: true,
              requestAuthenticator: freshAuthenticator(),
            }),
            env.get('RADIUS_AUTH_PORT')
          ),
      },
      {
        what: 'a sign-in at the accounting port',
        send: () =>
          exchange(
            sealPacket({
              code: CODE.accessRequest,
              identifier: 1,
              attributes: [['User-Name', 'x']],
              secret,
              messageAuthenticator: true,
              authenticator: freshAuthenticator(),
            }),
            env.get('RADIUS_ACCT_PORT')
          ),
      },
    ])
    .run(async ({ assert }, { send }) => {
      assert.isUndefined(await send())
      assert.equal((await signIn({ user: (await aCustomer()).mac }))?.code, CODE.accessAccept)
    })

  test('a device of another ISP is nobody here', async ({ assert }) => {
    const elsewhere = await openIsp({ gateways: false })
    const theirs = await registerRouter(elsewhere)
    const { mac } = await aCustomer()
    const answer = await signIn({
      user: mac,
      from: theirs.address,
      key: theirs.secret(elsewhere.tenant.id),
    })
    assert.equal(answer?.code, CODE.accessReject)
  })
})

test.group('RADIUS | Who may not in, and is told why', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    router = await registerRouter(isp)
    secret = router.secret(isp.tenant.id)
  })
  const past = DateTime.utc().minus({ minutes: 1 })

  test('{who}: "{says}"')
    .with([
      {
        who: 'data used up',
        says: /^Your data is used up/,
        activation: { octetsUsed: gigabytes(2) },
        customer: {},
      },
      {
        who: 'time over',
        says: /^Your package has ended/,
        activation: { expiresAt: past },
        customer: {},
      },
      {
        who: 'suspended for data',
        says: /^Your data is used up/,
        activation: { status: 'suspended' as const },
        customer: { status: 'suspended' as const, suspendReason: 'volume_limit_exceeds' as const },
      },
      {
        who: 'suspended for time',
        says: /^Your package has ended/,
        activation: { status: 'suspended' as const },
        customer: { status: 'suspended' as const, suspendReason: 'time_limit_exceeds' as const },
      },
      {
        who: 'blocked',
        says: /^Your account is blocked/,
        activation: {},
        customer: { status: 'blocked' as const },
      },
    ])
    .run(async ({ assert }, { says, activation, customer }) => {
      const { mac, change } = await aCustomer()
      assert.equal((await signIn({ user: mac }))?.code, CODE.accessAccept)
      await change(activation, customer)
      const answer = await signIn({ user: mac })
      assert.equal(answer?.code, CODE.accessReject)
      assert.match(textOf(answer!, 'Reply-Message') ?? '', says)
    })

  test('who has never bought is told to', async ({ assert }) => {
    const { mac } = await aCustomer(false)
    const answer = await signIn({ user: mac })
    assert.equal(answer?.code, CODE.accessReject)
    assert.match(textOf(answer!, 'Reply-Message') ?? '', /buy a package/)
  })

  test('a single octet that is left is enough to come in with', async ({ assert }) => {
    const { mac, change } = await aCustomer()
    await change({ octetsUsed: octets(gigabytes(2) - 1n) })
    const answer = await signIn({ user: mac })
    assert.equal(answer?.code, CODE.accessAccept)
    assert.equal(textOf(answer!, 'Mikrotik-Total-Limit'), '1')
  })
})
