import { test } from '@japa/runner'
import redis from '@adonisjs/redis/services/main'
import { hostOf } from '#tests/support/browser'
import { openIsp, type Isp } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { redisKeysGone } from '#tests/support/redis_keys'
import { signedIn } from '#tests/functional/platform/accounts/people'

const PHONE = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile' }
const DESK = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' }

let isp: Isp
let owner: Visitor

test.group('The hop to the ISP’s host', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await signedIn(isp.account)
  })

  /** The address somebody on the platform's host is sent to. */
  const hop = async (headers: Record<string, string> = {}) => {
    const page = await owner.get(`/choose/${isp.tenant.slug}`, headers)
    return new URL(page.headers.location ?? '')
  }

  const arrive = async ({ pathname, search }: URL, headers = {}, host = hostOf(isp.tenant)) => {
    const page = await new Visitor(host).get(pathname + search, headers)
    return page.headers.location
  }

  test('is made once', async ({ assert }) => {
    const address = await hop()
    const places = await Promise.all([1, 2, 3].map(() => arrive(address)))
    assert.deepEqual(places.sort(), ['/dashboard', '/login', '/login'])
  })

  test('is made by the browser that was sent; elsewhere the link is spent for nothing', async ({
    assert,
  }) => {
    const address = await hop(PHONE)
    assert.equal(await arrive(address, DESK), '/login')
    assert.equal(await arrive(address, PHONE), '/login', 'whoever tried it spent it')
    assert.equal(await arrive(await hop(PHONE), PHONE), '/dashboard')
  })

  test('takes the language along, which no cookie could', async ({ assert }) => {
    const page = await owner.get(`/choose/${isp.tenant.slug}?lang=bn`)
    const { pathname, search } = new URL(page.headers.location ?? '')
    const visitor = new Visitor(hostOf(isp.tenant))
    await visitor.get(pathname + search)
    const { body } = await visitor.get('/dashboard')
    assert.include(body, '<html lang="bn"')
  })

  test('leads to that host alone, and is not spent at another', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const address = await hop()
    assert.equal(await arrive(address, {}, hostOf(other.tenant)), '/login')
    assert.equal(await arrive(address), '/dashboard')
  })

  test('is over when its minute is', async ({ assert }) => {
    const address = await hop()
    const kept = `enter:${isp.tenant.id}:`
    const [key = ''] = await redis.keys(`portico:${kept}*`)
    const seconds = await redis.ttl(key.replace('portico:', ''))
    assert.isTrue(seconds > 0 && seconds <= 60, `${seconds} s`)
    await redisKeysGone(kept)
    assert.equal(await arrive(address), '/login')
  })

  test('is by a signed link: a letter of it changed, and it is none', async ({ assert }) => {
    const { href } = await hop()
    const changed = new URL(href)
    const ticket = changed.searchParams.get('ticket') ?? ''
    const middle = Math.floor(ticket.length / 2)
    const letter = ticket[middle] === 'a' ? 'b' : 'a'
    changed.searchParams.set('ticket', ticket.slice(0, middle) + letter + ticket.slice(middle + 1))
    assert.equal(await arrive(changed), '/login')
    assert.equal(await arrive(new URL(href)), '/dashboard', 'the real one was not spent by it')
  })
})
