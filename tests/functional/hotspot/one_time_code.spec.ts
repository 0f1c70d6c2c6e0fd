import { test } from '@japa/runner'
import redis from '@adonisjs/redis/services/main'
import Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import type Router from '#routers/router'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { anyMac, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { LogLines } from '#tests/support/log_lines'
import type { Page } from '#tests/support/page_visitor'
import { world } from '#tests/support/world'

/** What is made of digits in every line of the log, whatever it says. */
const NUMBERS = ['time', 'pid', 'request_id', 'x-request-id']
const unnumbered = (key: string, value: unknown) => (NUMBERS.includes(key) ? undefined : value)

let isp: Isp
let router: Router

function codeKey(guest: Guest): string {
  return `otp:${guest.isp.tenant.id}:${guest.mobile}`
}

/** Another code than the right one, and another each time. */
function wrong(code: string, attempt = 1): string {
  return String((Number(code) + attempt) % 10_000).padStart(4, '0')
}

async function enter(guest: Guest, page: Page, code: string): Promise<Page> {
  return guest.visitor.submit(page, '/code', { code })
}

/** Ends the pause between two codes, as waiting for it would. */
async function waitOutCooldown(guest: Guest): Promise<void> {
  const keys = await redis.keys(`portico:*otp:${guest.isp.tenant.id}:cooldown:${guest.mobile}*`)
  if (keys.length === 0) throw new Error('There is no cooldown to wait out')
  await redis.del(...keys.map((key) => key.replace(/^portico:/, '')))
}

async function signedIn(guest: Guest): Promise<boolean> {
  return guest.isp.inside(
    async () => (await Customer.findByOrFail('mobile', guest.mobile)).status === 'active'
  )
}

test.group('Hotspot | One-time codes', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('the right code opens the account, however it is typed: {$self}')
    .with([
      (code: string) => code,
      (code: string) => ` ${code.slice(0, 2)} ${code.slice(2)} `,
      (code: string) => code.replace(/\d/g, (digit) => '০১২৩৪৫৬৭৮৯'.charAt(Number(digit))),
    ])
    .run(async ({ assert }, typed) => {
      const guest = new Guest(isp, router)
      const page = await guest.askForCode()
      const next = await enter(guest, page, typed(await codeSentTo(guest.mobile)))
      assert.include(next.url, '/online')
      assert.isTrue(await signedIn(guest))
    })

  test('{title} is refused and can be put right')
    .with([
      { title: 'a wrong code', typed: (code: string) => wrong(code) },
      { title: 'no code', typed: () => '' },
      { title: 'letters', typed: () => 'abcd' },
      { title: 'the code with a digit more', typed: (code: string) => `${code}0` },
      { title: 'the code without its last digit', typed: (code: string) => code.slice(0, 3) },
      { title: 'an overlong code', typed: (code: string) => code.repeat(1000) },
      { title: 'a pattern', typed: () => '....' },
    ])
    .run(async ({ assert }, { typed }) => {
      const guest = new Guest(isp, router)
      const page = await guest.askForCode()
      const code = await codeSentTo(guest.mobile)
      const refused = await enter(guest, page, typed(code))
      assert.equal(refused.status, 422)
      assert.include(refused.body, 'This code is not right')
      assert.isFalse(await signedIn(guest))
      assert.include((await enter(guest, page, code)).url, '/online')
    })

  test('five wrong codes lock it: the sixth try is in vain, right as it is', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      assert.include((await enter(guest, page, wrong(code, attempt))).body, 'not right')
    }
    assert.include((await enter(guest, page, wrong(code, 5))).body, 'Too many wrong codes')
    const sixth = await enter(guest, page, code)
    assert.equal(sixth.status, 422)
    assert.include(sixth.body, 'Too many wrong codes')
    assert.isFalse(await signedIn(guest))
  })

  test('forty guesses at once are five', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    const guesses = Array.from({ length: 40 }, (_, at) => enter(guest, page, wrong(code, at + 1)))
    const answers = await Promise.all(guesses)
    const compared = answers.filter(({ body }) => body.includes('not right'))
    assert.lengthOf(compared, 4, 'the fifth says that it was the last')
    assert.include((await enter(guest, page, code)).body, 'Too many wrong codes')
  })

  test('a new code has tries of its own and voids the one before', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const first = await codeSentTo(guest.mobile)
    for (let attempt = 1; attempt <= 5; attempt += 1)
      await enter(guest, page, wrong(first, attempt))
    await waitOutCooldown(guest)
    await guest.visitor.submit(page, '/resend', {})
    const second = await eventually('a second code', () =>
      world().sms.control.messages(guest.mobile).length === 2
        ? world().sms.control.messages(guest.mobile)[0]?.code
        : null
    )
    if (second !== first) assert.include((await enter(guest, page, first)).body, 'not right')
    assert.include((await enter(guest, page, second)).url, '/online')
  })

  test('an expired code is said to be expired', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    const left = await redis.ttl(codeKey(guest))
    assert.isAbove(left, 200)
    assert.isAtMost(left, 300)
    await redis.pexpire(codeKey(guest), 1)
    await eventually('it has expired', async () => (await redis.exists(codeKey(guest))) === 0)
    assert.include((await enter(guest, page, code)).body, 'no longer valid')
    assert.isFalse(await signedIn(guest))
    assert.equal(await redis.exists(codeKey(guest)), 0, 'a late try leaves nothing behind')
  })

  test('a code is good once', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    await enter(guest, page, code)
    assert.include((await enter(guest, page, code)).body, 'no longer valid')
  })

  test('the right code entered ten times at once lets one in', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    await redis.hset(codeKey(guest), 'tries', -100)
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(guest, page, code)))
    assert.lengthOf(
      answers.filter(({ url }) => url.includes('/online')),
      1
    )
    const verified = await isp.inside(() =>
      HotspotLog.query().where({ event: 'verified', mobile: guest.mobile })
    )
    assert.lengthOf(verified, 1)
  })

  test('one number’s code opens no other', async ({ assert }) => {
    const [guest, other] = [new Guest(isp, router), new Guest(isp, router)]
    const page = await guest.askForCode()
    await other.askForCode()
    const [own, others] = [await codeSentTo(guest.mobile), await codeSentTo(other.mobile)]
    if (own !== others) assert.include((await enter(guest, page, others)).body, 'not right')
    assert.isFalse(await signedIn(guest))
  })

  test('one ISP’s code opens nothing at another', async ({ assert }) => {
    const elsewhere = await openIsp()
    const guest = new Guest(isp, router)
    const twin = new Guest(elsewhere, await registerRouter(elsewhere), guest.mac, guest.mobile)
    await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    const theirPage = await twin.askForCode()
    const theirs = await codeSentTo(guest.mobile, [code])
    assert.include((await enter(twin, theirPage, code)).body, 'not right')
    assert.include((await enter(twin, theirPage, theirs)).url, elsewhere.tenant.slug)
    assert.isFalse(await signedIn(guest))
  })

  test('a second code within thirty seconds is not sent, and the page says how long to wait', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    await codeSentTo(guest.mobile)
    const again = await guest.visitor.submit(page, '/resend', {})
    assert.equal(again.status, 200)
    assert.match(again.body, /ask for a new code in (30|[12]\d) seconds/)
    assert.lengthOf(world().sms.control.messages(guest.mobile), 1)
  })

  test('a number gets five codes an hour, from whatever phone they are asked', async ({
    assert,
  }) => {
    const mobile = new Guest(isp, router).mobile
    for (let sent = 0; sent < 5; sent += 1) {
      const guest = new Guest(isp, router, anyMac(), mobile)
      assert.include((await guest.askForCode()).url, '/code')
      await waitOutCooldown(guest)
    }
    const refused = await new Guest(isp, router, anyMac(), mobile).askForCode()
    assert.equal(refused.status, 429)
    assert.match(
      refused.body,
      /Too many codes were asked for\. Please try again in (5\d|60) minutes/
    )
  })

  test('a phone asks for eight codes an hour; what it asks beyond costs the numbers nothing', async ({
    assert,
  }) => {
    const mac = anyMac()
    for (let sent = 0; sent < 8; sent += 1) await new Guest(isp, router, mac).askForCode()
    const victim = new Guest(isp, router, mac)
    for (let tries = 0; tries < 6; tries += 1) {
      assert.equal((await victim.askForCode()).status, 429)
    }
    const owner = new Guest(isp, router, anyMac(), victim.mobile)
    assert.include(
      (await owner.askForCode()).url,
      '/code',
      'the owner of the number still gets a code'
    )
  })

  test('impatience inside the pause does not use up the hour', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    for (let tries = 0; tries < 10; tries += 1) await guest.visitor.submit(page, '/resend', {})
    await waitOutCooldown(guest)
    const again = await guest.visitor.submit(page, '/resend', {})
    assert.equal(again.status, 200)
    await eventually('a second code', () => world().sms.control.messages(guest.mobile).length === 2)
  })

  test('the digits of a code stand nowhere but in the SMS', async ({ assert, cleanup }) => {
    const guest = new Guest(isp, router)
    const lines = LogLines.listen('trace')
    cleanup(() => lines.stop())
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    await enter(guest, page, wrong(code))
    await enter(guest, page, code)
    lines.stop()
    const message = await eventually('it is known to be sent', () =>
      isp.inside(() =>
        SmsMessage.query().where({ mobile: guest.mobile, event: 'otp', status: 'sent' }).first()
      )
    )
    assert.isNull(message.sealedBody)
    assert.include(message.body, '••••')
    const quoted = new RegExp(`(?<!\\d)${code}(?!\\d)`)
    assert.notMatch(JSON.stringify(message.$attributes.body), quoted)
    const logs = await isp.inside(() => HotspotLog.query().where('mobile', guest.mobile))
    assert.notMatch(JSON.stringify(logs.map(({ detail }) => detail)), quoted)
    assert.isNotEmpty(lines.all(), 'something was said')
    assert.notMatch(JSON.stringify(lines.all(), unnumbered), quoted)
    assert.notInclude(JSON.stringify(await redis.hgetall(codeKey(guest))), code)
  })
})

test.group('Hotspot | Codes while Redis is in trouble', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('after a flush the code is expired and a new one can be had', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    const ours = await redis.keys('portico:*')
    await redis.del(...ours.map((key) => key.replace(/^portico:/, '')))
    assert.include((await enter(guest, page, code)).body, 'no longer valid')
    const again = await guest.visitor.submit(page, '/resend', {})
    assert.equal(again.status, 200)
    const second = await eventually('a second code', () =>
      world().sms.control.messages(guest.mobile).length === 2
        ? world().sms.control.messages(guest.mobile)[0]?.code
        : null
    )
    assert.include((await enter(guest, again, second)).url, '/online')
  })

  test('without Redis a page says so, nobody gets in, and afterwards all is well', async ({
    assert,
    cleanup,
  }) => {
    const guest = new Guest(isp, router)
    const page = await guest.askForCode()
    const code = await codeSentTo(guest.mobile)
    const { ioConnection: connection } = redis.connection('main')
    const { port } = connection.options
    const comeBack = async () => {
      connection.options.port = port
      connection.disconnect(true)
      await eventually('connected again', () => connection.status === 'ready')
    }
    cleanup(comeBack)
    connection.options.port = 1
    connection.disconnect(true)
    await eventually('disconnected', () => connection.status === 'reconnecting')

    const entered = await enter(guest, page, code)
    const asked = await new Guest(isp, router).askForCode()
    for (const refused of [entered, asked]) {
      assert.equal(refused.status, 500)
      assert.include(refused.body, 'try again in a minute')
      assert.notMatch(refused.body, /Connection|Redis|at .*\.(ts|js):\d+/)
    }
    assert.isFalse(await signedIn(guest))

    await comeBack()
    assert.include((await enter(guest, page, code)).url, '/online')
  })
})
