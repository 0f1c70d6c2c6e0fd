import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import Membership from '#platform/accounts/membership'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { anyClientAddress, employ } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

let chromium: Browser

test.group('Staff, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('invites somebody, who joins by the link, and hands the company over', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const other = await openIsp({ packages: false, gateways: false })
    await Membership.create({
      accountId: isp.account.id,
      tenantId: other.tenant.id,
      role: 'support',
    })
    await employ(isp, 'cashier')
    const owner = await Screen.atDesk(chromium, isp)
    cleanup(() => owner.context.close())
    const home = `${appUrl.protocol}//${hostOf(isp.tenant)}`
    await owner.visit(`${home}/dashboard`)
    assert.include(await owner.text(), '8 steps left')

    const email = `${anySlug()}@staff.test`
    await owner.visit(`${home}/dashboard/settings/staff`)
    await owner.fill({ email, role: 'manager' }, 'form[action$="/settings/staff"]')
    await owner.press('Send invitation')
    const link = await owner.page.locator('[data-copy-text]').first().innerText()

    const guest = await Screen.open(chromium, {
      extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
    })
    cleanup(() => guest.context.close())
    await guest.visit(`${link}?lang=bn`)
    await guest.visit(`${link}?lang=en`)
    await guest.fill({ name: 'Karim', password: 'a word or two' })
    await guest.press('Create account and join')
    await guest.page.waitForURL(/\/dashboard$/)

    await owner.visit(`${home}/dashboard/settings/staff?lang=bn`)
    await owner.visit(`${home}/dashboard/settings/staff?lang=en`)
    const karim = owner.page.locator('main li', { hasText: email })
    await karim.locator('summary', { hasText: 'Manage' }).first().click()
    await karim.locator('summary', { hasText: 'Make owner' }).click()
    await karim.locator('form[action$="/transfer"] [name=password]').fill(PASSWORD)
    await owner.look()
    await karim.getByRole('button', { name: 'Make owner' }).click()
    await owner.page.getByText('Karim is the owner now').waitFor()

    await owner.page.getByText('Other companies').locator('visible=true').click()
    await owner.page.getByRole('link', { name: other.tenant.name }).click()
    await owner.page.waitForURL(`${appUrl.protocol}//${hostOf(other.tenant)}/dashboard`)

    await guest.visit(`${appUrl.origin}/signup`)
    const [company, subdomain] = [
      guest.page.locator('[name=company]'),
      guest.page.locator('[name=subdomain]'),
    ]
    await company.fill('Green & Söhne')
    assert.equal(await subdomain.inputValue(), 'green-sohne')
    await subdomain.fill(isp.tenant.slug)
    await guest.page.getByText('This address is taken').waitFor()
    await company.fill('Green & Co')
    assert.equal(await subdomain.inputValue(), isp.tenant.slug, 'what was typed stays')
    const zone = guest.page.locator('[name=timezone]')
    assert.isFalse(await zone.isVisible(), 'Bangladesh has one zone')
    await guest.page.locator('[name=country]').selectOption('ID')
    await zone.selectOption('Asia/Jayapura')
    const said = async () => guest.page.locator('[data-facts-list]').innerText()
    for (const fact of ['IDR', 'Asia/Jayapura', '+62']) assert.include(await said(), fact)
    await guest.page.locator('[name=country]').selectOption('BD')
    assert.equal(await zone.inputValue(), '')
    for (const fact of ['BDT', 'Asia/Dhaka', '+880']) assert.include(await said(), fact)

    for (const path of ['/terms?lang=bn', '/signup?lang=bn', '/signup?lang=en']) {
      await guest.visit(appUrl.origin + path)
    }
    await guest.visit(`${home}/dashboard/settings/portal?lang=bn`)
    assert.deepEqual([...owner.faults, ...guest.faults], [])
  }).timeout(300_000)
})
