import { type SecureContextOptions } from 'node:tls'
import { test } from '@japa/runner'
import { RouterProtocolError, RouterTrap } from '#routers/api/router_api_errors'
import { type RouterSession } from '#routers/api/router_session'
import { octets, ScriptedRouter, type Asked } from './scripted_router.js'
import { withOneSession } from './one_session.js'

/** Runs `work` against a router that answers each sentence after login with `script`. */
async function against<T>(
  script: (asked: Asked) => void,
  work: (session: RouterSession) => Promise<T>
) {
  const router = await ScriptedRouter.listen(script)
  try {
    return { result: await withOneSession(router.target, work), asked: router.asked.slice(1) }
  } finally {
    await router.close()
  }
}

test.group('Router session: commands', () => {
  test('prints with a query and a property list, tags echoed', async ({ assert }) => {
    const { result, asked } = await against(
      ({ reply }) =>
        reply(['!re', '=.id=*1', '=name=a=b'], ['!re', '=.id=*2', '=name='], ['!re'], ['!done']),
      (session) =>
        session.print(
          '/ip/hotspot/host',
          { 'mac-address': 'AA:BB:CC:00:00:01', 'server': 'hs 1' },
          ['.id', 'name']
        )
    )
    assert.deepEqual(asked, [
      [
        '/ip/hotspot/host/print',
        '=.proplist=.id,name',
        '?mac-address=AA:BB:CC:00:00:01',
        '?server=hs 1',
      ],
    ])
    assert.deepEqual(result, [{ '.id': '*1', 'name': 'a=b' }, { '.id': '*2', 'name': '' }, {}])
  })

  test('adds, sets and removes', async ({ assert }) => {
    const { result, asked } = await against(
      ({ words, reply }) => reply(words[0]?.endsWith('/add') ? ['!done', '=ret=*1F'] : ['!done']),
      async (session) => {
        const id = await session.add('/ip/hotspot/walled-garden', { 'dst-host': '*.bkash.com' })
        await session.set('/ip/hotspot/walled-garden', id, { comment: 'two\nlines' })
        await session.remove('/ip/hotspot/walled-garden', id)
        return id
      }
    )
    assert.equal(result, '*1F')
    assert.deepEqual(asked, [
      ['/ip/hotspot/walled-garden/add', '=dst-host=*.bkash.com'],
      ['/ip/hotspot/walled-garden/set', '=.id=*1F', '=comment=two\nlines'],
      ['/ip/hotspot/walled-garden/remove', '=.id=*1F'],
    ])
  })

  test('keeps the ret of !done apart from the rows', async ({ assert }) => {
    const { result } = await against(
      ({ reply }) => reply(['!re', '=ret=row'], ['!done', '=ret=done']),
      (session) => session.run('/system/identity/get')
    )
    assert.deepEqual(result, { rows: [{ ret: 'row' }], ret: 'done' })
  })

  test('sends and receives Bangla whole', async ({ assert }) => {
    const name = 'গ্রিন-নেট ওয়াইফাই'
    const { result, asked } = await against(
      ({ words, reply }) => reply(['!re', words[1] ?? ''], ['!done']),
      (session) => session.run('/system/identity/set', { name })
    )
    assert.deepEqual(asked, [['/system/identity/set', `=name=${name}`]])
    assert.deepEqual(result.rows, [{ name }])
  })

  test('takes !empty before !done as no rows', async ({ assert }) => {
    const { result } = await against(
      ({ reply }) => reply(['!empty'], ['!done']),
      (session) => session.print('/ip/hotspot/active')
    )
    assert.deepEqual(result, [])
  })

  test('keeps category and text of a trap, and the session after it', async ({ assert }) => {
    const { result } = await against(
      ({ words, reply }) =>
        words[0] === '/nonsense'
          ? reply(['!trap', '=category=0', '=message=no such command prefix'], ['!done'])
          : reply(['!done', '=ret=alive']),
      async (session) => {
        const trap = await session.run('/nonsense').catch((error: unknown) => error)
        return { trap, after: await session.run('/alive') }
      }
    )
    assert.instanceOf(result.trap, RouterTrap)
    assert.include(result.trap, { code: 'E_ROUTER_TRAP', category: 0, indeterminate: false })
    assert.propertyVal(result.trap, 'text', 'no such command prefix')
    assert.equal(result.after.ret, 'alive')
  })

  test('sends commands one at a time, in the order they were asked for', async ({ assert }) => {
    const events: string[] = []
    const { asked } = await against(
      ({ words, reply }) => {
        events.push(`asked ${words[0]}`)
        setTimeout(() => {
          events.push(`answered ${words[0]}`)
          reply(['!done'])
        }, 5)
      },
      (session) => Promise.all(['/a', '/b', '/c'].map((command) => session.run(command)))
    )
    assert.deepEqual(
      events,
      ['/a', '/b', '/c'].flatMap((command) => [`asked ${command}`, `answered ${command}`])
    )
    assert.deepEqual(asked, [['/a'], ['/b'], ['/c']])
  })

  test('ignores a reply to a tag nobody waits for', async ({ assert }) => {
    const { result } = await against(
      ({ socket, reply }) => {
        socket.write(octets('!re', '=name=stray', '.tag=nobody'))
        socket.write(octets('!done', '.tag=nobody'))
        reply(['!re', '=name=mine'], ['!done'])
      },
      (session) => session.print('/interface')
    )
    assert.deepEqual(result, [{ name: 'mine' }])
  })

  test('gives an untagged reply to the command under way', async ({ assert }) => {
    const { result } = await against(
      ({ socket }) => socket.write(octets('!done', '=ret=bare')),
      (session) => session.run('/bare')
    )
    assert.equal(result.ret, 'bare')
  })

  test('refuses a property name that would change the sentence', async ({ assert }) => {
    await assert.rejects(
      () =>
        against(
          ({ reply }) => reply(['!done']),
          (session) => session.run('/user/set', { 'name=x\0': 'y' })
        ),
      /not the name of a RouterOS property/
    )
  })

  test('says so when an added item has no .id', async ({ assert }) => {
    await assert.rejects(
      () =>
        against(
          ({ reply }) => reply(['!done']),
          (session) => session.add('/ip/pool', { name: 'hs' })
        ),
      RouterProtocolError
    )
  })
})

test.group('Router session: how replies arrive', () => {
  const RECORD = ['!re', '=.id=*1', '=comment=সবুজ নেট', '=name=phone']

  test('a reply split in two segments at every octet is whole', async ({ assert }) => {
    const router = await ScriptedRouter.listen(({ words, socket, tag }) => {
      const reply = Buffer.concat([octets(...RECORD, tag), octets('!done', tag)])
      const at = Number(words[1]?.slice('=at='.length)) % reply.length
      socket.setNoDelay(true)
      socket.write(reply.subarray(0, at))
      setTimeout(() => socket.write(reply.subarray(at)), 2)
    })
    const all = await withOneSession(router.target, async (session) => {
      const replies: unknown[] = []
      for (let at = 0; at < 80; at++) {
        const { rows } = await session.run('/split', { at: String(at) })
        replies.push(rows)
      }
      return replies
    })
    await router.close()
    assert.lengthOf(all, 80)
    for (const rows of all) {
      assert.deepEqual(rows, [{ '.id': '*1', 'comment': 'সবুজ নেট', 'name': 'phone' }])
    }
  })

  test('the last zero octet in a segment of its own ends the reply', async ({ assert }) => {
    const { result } = await against(
      ({ socket, tag }) => {
        const reply = octets('!done', '=ret=late', tag)
        socket.setNoDelay(true)
        socket.write(reply.subarray(0, -1))
        setTimeout(() => socket.write(reply.subarray(-1)), 20)
      },
      (session) => session.run('/late')
    )
    assert.equal(result.ret, 'late')
  })

  test('a word of 5 MiB arrives whole, and quickly', async ({ assert }) => {
    const contents = 'ক'.repeat(1_750_000)
    const word = Buffer.from(`=contents=${contents}`)
    const prefix = Buffer.alloc(4)
    prefix.writeUInt32BE(word.length + 0xe0000000)
    const started = performance.now()
    const { result } = await against(
      ({ socket, tag }) => {
        socket.write(Buffer.concat([octets('!re').subarray(0, -1), prefix, word]))
        socket.write(octets(tag))
        socket.write(octets('!done', tag))
      },
      (session) => session.print('/file')
    )
    assert.isTrue(result[0]?.contents === contents)
    assert.isBelow(performance.now() - started, 6000)
  })

  test('twenty thousand rows arrive', async ({ assert }) => {
    const { result } = await against(
      ({ reply }) =>
        reply(...Array.from({ length: 20_000 }, (_, i) => ['!re', `=.id=*${i.toString(16)}`]), [
          '!done',
        ]),
      (session) => session.print('/ip/hotspot/host')
    )
    assert.lengthOf(result, 20_000)
    assert.deepEqual(result.at(-1), { '.id': '*4e1f' })
  })
})

test.group('Router session: over TLS', () => {
  test('a router without a certificate is reached by anonymous Diffie-Hellman', async ({
    assert,
  }) => {
    const anonymous: SecureContextOptions = {
      ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0',
      maxVersion: 'TLSv1.2',
    }
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done', '=ret=GreenNet']), {
      tls: { ...anonymous, dhparam: 'auto' },
    })
    const target = { ...router.target, tls: { ...anonymous, rejectUnauthorized: false } }
    const reply = await withOneSession(target, (session) => session.run('/system/identity/get'))
    await router.close()
    assert.equal(reply.ret, 'GreenNet')
  })
})
