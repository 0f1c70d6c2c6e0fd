import { test } from '@japa/runner'
import { NasClient, type RadiusServer } from '../../simulator/radius/nas_client.js'
import { freshAddress, RadiusResponder } from './radius_responder.js'

const server = (radius: RadiusResponder): RadiusServer => ({
  id: '*1',
  address: radius.address,
  port: radius.port,
  secret: radius.secret,
  timeout: 400,
  requireMessageAuthenticator: true,
  source: undefined,
})

test.group('Simulator | NAS client', () => {
  test('more than 256 requests at once use more than one socket, and none is lost', async ({
    assert,
  }) => {
    const radius = await RadiusResponder.start()
    const client = new NasClient(freshAddress())
    radius.decide = () => ({ code: 2 })
    try {
      const all = Array.from({ length: 600 }, (_, index) =>
        client.exchange(server(radius), 1, () => [['User-Name', `user ${index}`]])
      )
      const replies = await Promise.all(all)
      assert.isTrue(replies.every((reply) => reply?.code === 2))
      assert.deepInclude(client.countersOf('*1'), {
        requests: 600,
        accepts: 600,
        timeouts: 0,
        pending: 0,
      })
    } finally {
      await client.close()
      radius.stop()
    }
  })

  test('a reply from another address is not believed', async ({ assert }) => {
    const radius = await RadiusResponder.start('shared secret', '127.0.0.8')
    const client = new NasClient(freshAddress())
    radius.decide = () => ({ code: 2 })
    try {
      const elsewhere = { ...server(radius), address: '127.0.0.7', timeout: 30 }
      assert.isUndefined(await client.exchange(elsewhere, 1, () => []))
      assert.equal(client.countersOf('*1').timeouts, 1)
    } finally {
      await client.close()
      radius.stop()
    }
  })

  test('closing gives up what is under way', async ({ assert }) => {
    const radius = await RadiusResponder.start()
    const client = new NasClient(freshAddress())
    radius.decide = () => undefined
    const pending = client.exchange({ ...server(radius), timeout: 60_000 }, 1, () => [])
    while (radius.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await client.close()
    assert.isUndefined(await pending)
    assert.isUndefined(await client.exchange(server(radius), 1, () => []))
    radius.stop()
  })
})
