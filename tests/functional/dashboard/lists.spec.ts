import { test } from '@japa/runner'
import { asOwner } from '#tests/support/database'
import { mac, mobile } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const LISTS = ['/payments', '/messages', '/logs', '/logs?tab=suspensions', '/logs?tab=activity']
const PEOPLE = 120

let isp: Isp
let operator: Visitor
let empty: Visitor

async function read(path: string, visitor = operator): Promise<string> {
  const page = await visitor.get(`/dashboard${path}`)
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`)
  return text(page.body)
}

test.group('Lists', (group) => {
  group.setup(async () => {
    empty = await operatorOf(await openIsp({ packages: false, gateways: false }))
    isp = await openIsp({ gateways: false })
    operator = await operatorOf(isp)
    await fill()
  })

  test('an empty {path} says what to do next')
    .with(
      [
        '/routers',
        '/packages',
        '/customers',
        '/payments',
        '/messages',
        '/logs',
        '/logs?tab=suspensions',
        '/logs?tab=activity',
      ].map((path) => ({ path }))
    )
    .run(async ({ assert }, { path }) => {
      assert.match(
        await read(path, empty),
        /No \w+ yet|Nothing has happened yet|No one was suspended yet|No changes yet/
      )
    })

  test('{path} holds fifty a page, and the pager goes on')
    .with(
      [...LISTS.slice(0, 3), '/logs?tab=suspensions', '/logs?tab=activity'].map((path) => ({
        path,
      }))
    )
    .run(async ({ assert }, { path }) => {
      const joint = path.includes('?') ? '&' : '?'
      const pages = await Promise.all(
        [1, 2, 3].map((page) => operator.get(`/dashboard${path}${joint}page=${page}`))
      )
      const rows = pages.map(({ body }) => [...body.matchAll(/<tr role="row">/g)].length)
      const heads = rows.map((count) => count - (rows[2] ?? 0) + 20)
      assert.deepEqual(heads, [50, 50, 20], `rows of three pages: ${rows.join(', ')}`)
      const [first, second] = pages
      assert.include(text(first?.body ?? ''), 'Page 1 of 3')
      assert.match(first?.body ?? '', /rel="next"/)
      assert.notMatch(first?.body ?? '', /rel="prev"/)
      assert.match(second?.body ?? '', /rel="prev"/)
      assert.notMatch(pages[2]?.body ?? '', /rel="next"/)
    })

  test('the pager keeps the filters', async ({ assert }) => {
    const { body } = await operator.get('/dashboard/payments?state=created&q=%2B88017&page=1')
    const next = /href="(\?[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*)"/.exec(body)
    const query = new URLSearchParams((next?.[1] ?? next?.[2] ?? '').replaceAll('&amp;', '&'))
    assert.deepEqual(Object.fromEntries(query), { state: 'created', q: '+88017', page: '2' })
  })

  test('{path} finds {who} alone')
    .with([
      { path: `/payments?q=${encodeURIComponent(mobile(7))}`, who: mobile(7) },
      { path: '/payments?q=REF-7', who: mobile(7) },
      { path: `/messages?q=${mobile(7).slice(3)}`, who: mobile(7) },
      { path: `/logs?q=${mac(7).toLowerCase().replaceAll(':', '-')}`, who: mobile(7) },
      { path: `/logs?tab=suspensions&q=${mobile(7).slice(-8)}`, who: mobile(7) },
    ])
    .run(async ({ assert }, { path, who }) => {
      const seen = await read(path)
      assert.include(seen, who)
      assert.notInclude(seen, mobile(8))
    })

  test('a state filters', async ({ assert }) => {
    assert.include(await read('/payments?state=created'), mobile(PEOPLE))
    assert.notInclude(await read('/payments?state=paid'), mobile(PEOPLE))
    assert.include(await read('/payments?state=paid'), 'Nothing matches')
    assert.include(await read('/messages?status=sent&event=welcome'), 'Hello')
    assert.notInclude(await read('/messages?event=otp'), 'Hello')
  })

  test('a wildcard is a letter', async ({ assert }) => {
    for (const q of ['%25', '_', '%5C', '%25%25%25']) {
      for (const path of ['/payments', '/messages'])
        assert.include(await read(`${path}?q=${q}`), 'Nothing matches', `${path} ${q}`)
    }
  })

  test('nonsense in the query is no harm: {query}')
    .with(
      [
        'page=0',
        'page=-1',
        'page=1.5',
        'page=abc',
        'page=99999999999999999999',
        'page=2e9',
        'page[]=2',
        'page[x]=1',
        'q[]=a&q[]=b',
        'q[a][b]=c',
        'state=nonsense',
        'state[]=paid',
        'status[$ne]=x',
        'event=toString',
        'tab=__proto__',
        '__proto__[x]=1',
        'q=%27%3B%20drop%20table%20customers%3B--',
        `q=${'x'.repeat(3000)}`,
        'q=%F0%9F%98%80',
        'q=%ED%A0%80',
        'q=%3Cscript%3Ealert(1)%3C%2Fscript%3E',
        'lang=xx',
        'lang[]=bn',
        '&&&===',
        'page=99999',
      ].map((query) => ({ query }))
    )
    .run(async ({ assert }, { query }) => {
      for (const path of LISTS) {
        const page = await operator.get(
          `/dashboard${path}${path.includes('?') ? '&' : '?'}${query}`
        )
        assert.equal(page.status, 200, path)
        assert.notInclude(page.body, '<script>alert')
      }
    })

  test('what a customer, a gateway or a router sent is shown as text', async ({ assert }) => {
    for (const path of ['/messages', '/logs', '/payments', '/payments/1', '/logs?tab=activity']) {
      const { body } = await operator.get(`/dashboard${path}`)
      assert.notInclude(body, '<i onclick', path)
      assert.include(text(body), '<i onclick', path)
    }
  })

  test('there is no customer and no payment {id}')
    .with(['0', '999999', '99999999999999999999', '-1', 'x'].map((id) => ({ id })))
    .run(async ({ assert }, { id }) => {
      assert.equal((await operator.get(`/dashboard/customers/${id}`)).status, 404)
      assert.equal((await operator.get(`/dashboard/payments/${id}`)).status, 404)
    })
})

/** One of everything for a hundred and twenty people, with HTML where others write. */
async function fill(): Promise<void> {
  const html = `<i onclick=x>`
  const people = Array.from(
    { length: PEOPLE },
    (_, n) => `(${n + 1}, '${mobile(n + 1)}', '${mac(n + 1)}')`
  ).join(',')
  await asOwner(`
    set search_path = ${isp.tenant.schema};
    create temp table people (n bigint, mobile text, mac text);
    insert into people values ${people};
    insert into customers (mobile, name, status) select mobile, '${html}', 'active' from people order by n;
    insert into payment_intents (reference, customer_id, mobile, offer, gateway, amount_minor, currency, state, return_token, expires_at)
      select 'REF-' || n, n, mobile, '{"name": "${html}"}', 'bkash', 3000, 'BDT', 'created', 'x', now() + interval '1 day' from people order by n;
    insert into payment_transitions (intent_id, to_state, cause, evidence) select n, 'created', 'start', '{"said": "${html}"}' from people;
    insert into sms_messages (customer_id, mobile, event, body, segments, status) select n, mobile, 'welcome', 'Hello ${html}', 1, 'sent' from people order by n;
    insert into hotspot_logs (customer_id, mobile, mac, event, detail) select n, mobile, mac, '${html}', '{}' from people order by n;
    insert into activity_log (account_name, action, subject) select '${html}', 'router.added', mobile from people order by n;
    insert into auto_suspension_logs (customer_id, activation_id, reason, octets_used, expires_at, suspended_at)
      select n, n, 'time_limit_exceeds', 0, now(), now() from people order by n;
  `)
}
