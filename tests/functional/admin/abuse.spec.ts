import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { trustMobileNumber } from '#core/mobile_number'
import { VerifyNumber } from '#hotspot/identification/verify_number'
import { SendCode, type CodeRequest } from '#hotspot/otp/send_code'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import Activity from '#tenancy/activity/activity'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { anyMac, anyMobile } from '#tests/support/guest'

/** More than others of this run, so that the page, which shows the worst, shows this one. */
const TRIES = 60

let isp: Isp

/** Somebody who has codes sent to a number nobody else has. */
function asker(): CodeRequest {
  const mobile = trustMobileNumber(anyMobile())
  return { mobile, mac: anyMac(), from: '203.0.113.77', routerId: 1, locale: 'en' }
}

async function ask(request: CodeRequest) {
  const sendCode = await app.container.make(SendCode)
  return sendCode.execute(isp.tenant, request)
}

test.group('Abuse', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
  })

  test('is shown with the range, the ISP, what its codes cost and how often', async ({
    assert,
  }) => {
    const range = `+8801${isp.tenant.id}`
    await asOwner(
      `insert into platform.sms_refusals (tenant_id, day, reason, destination, refused, last_at)
       values ($1, now()::date, 'paused', $2, 7654321, now())`,
      [isp.tenant.id, range]
    )
    await asOwner(
      `insert into platform.tenant_health (tenant_id, codes_day, codes_used_day, code_costs, due_at)
       values ($1, 8000000, 80000, '[{"currency": "BDT", "micros": 2840000000000}]', 'infinity')
       on conflict (tenant_id) do update set codes_day = 8000000, codes_used_day = 80000,
         code_costs = excluded.code_costs, due_at = 'infinity'`,
      [isp.tenant.id]
    )
    const page = text((await (await adminVisitor()).get('/admin/abuse')).body)
    assert.match(page, new RegExp(`\\${range} .{1,80} 7,654,321 1\\b`))
    assert.match(page, new RegExp(`${isp.tenant.name} 8,000,000 1 % BDT 2840000.00 0 7,654,321`))
  })

  test('is let go on where an admin lifts a pause, and the ISP reads who did', async ({
    assert,
  }) => {
    const paused = await app.container.make(PausedPrefixes)
    const prefix = '+88017555'
    await paused.begin(isp.tenant.id, { prefix, codes: 30, used: 1 })
    const admin = await adminVisitor()
    const act = `/admin/tenants/${isp.tenant.id}/pauses/lift`
    await admin.send('/admin/abuse', {}, act)
    assert.deepEqual(await paused.now(isp.tenant.id), [])
    const done = await isp.inside(() => Activity.findByOrFail('action', 'sms_guard.lifted'))
    assert.equal(done.accountName, 'Portico: Ada Min')
    assert.equal(done.subject, prefix)
  })

  test('of codes by guessing shows who, and ends where an admin blocks them', async ({
    assert,
  }) => {
    const request = asker()
    assert.isTrue((await ask(request)).sent)
    const verify = await app.container.make(VerifyNumber)
    const sighting = { mac: request.mac, ip: '10.5.50.9', routerId: 1 }
    for (let tries = 0; tries < TRIES; tries += 1) {
      await verify.execute(isp.tenant, request.mobile, 'none', sighting, 'en', request.from)
    }
    const admin = await adminVisitor()
    const before = await admin.get('/admin/abuse')
    assert.notInclude(before.body, request.mobile, 'a number is not spelt out')
    const masked = `${request.mobile.slice(0, 6)}•••••${request.mobile.slice(-3)}`
    assert.include(text(before.body), `${masked} Number ${isp.tenant.name} 1 ${TRIES} `)
    assert.include(text(before.body), `${request.mac} Device ${isp.tenant.name} 1 ${TRIES} `)

    const row = before.body.split('<tr').find((each) => each.includes(masked)) ?? ''
    const { action, fields } = formOf({ body: row }, `/admin/tenants/${isp.tenant.id}/codes/block`)
    const block = async (reason: string) =>
      admin.follow(
        await admin.browser.visit(admin.host, action, {
          method: 'POST',
          form: { ...fields, reason },
          headers: {
            'x-forwarded-for': admin.address,
            'referer': `http://${admin.host}/admin/abuse`,
          },
        })
      )
    const forged = await admin.browser.visit(admin.host, action, {
      method: 'POST',
      form: { ...fields, subject: 'nonsense', reason: 'Guesses codes' },
      headers: { 'x-forwarded-for': admin.address },
    })
    assert.equal(forged.status, 404)
    assert.isDefined(errorAt(await block(''), 'reason'))
    assert.include(noticeOf(await block('Guesses codes')), `${masked} gets no codes any more`)
    assert.isTrue((await ask(asker())).sent)
    assert.deepEqual(await ask(request), { sent: false, refused: 'blocked' })
    const told = await isp.inside(() => Activity.findByOrFail('action', 'sms_guard.blocked'))
    assert.deepEqual([told.accountName, told.subject], ['Portico: Ada Min', masked])

    const unblock = `/admin/tenants/${isp.tenant.id}/codes/unblock`
    assert.include(noticeOf(await admin.submit('/admin/abuse', {}, unblock)), 'gets codes again')
    assert.notDeepEqual(await ask(request), { sent: false, refused: 'blocked' })
  })

  test('from a router’s own address blocks nobody behind it', async ({ assert }) => {
    const router = await registerRouter(isp)
    await asOwner(
      `insert into platform.code_askers (tenant_id, kind, subject, day, asked, last_at)
       values ($1, 'address', $2, now()::date, 900000, now())`,
      [isp.tenant.id, router.address]
    )
    const { body } = await (await adminVisitor()).get('/admin/abuse')
    const row = body.split('<tr').find((each) => each.includes(`>${router.address}<`)) ?? ''
    assert.include(text(`<tr${row}`), 'A router of this ISP')
    assert.notInclude(row, '/codes/block')
  })
})
