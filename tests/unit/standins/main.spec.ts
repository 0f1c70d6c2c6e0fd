import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'

function run(config: string): ChildProcess {
  const args = ['--import', '@poppinss/ts-exec', 'tests/standins/main.ts', '--config', config]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.trim()
}

function parseReady(line: string): JsonRecord {
  const ready: unknown = JSON.parse(line)
  if (!isRecord(ready)) throw new Error(`Not a JSON object: ${line}`)
  return ready
}

test.group('Stand-ins as a process', (group) => {
  group.tap((each) => each.timeout(20_000))

  test('say where they listen, work, and end cleanly at SIGTERM', async ({ assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-ins-'))
    cleanup(() => rm(folder, { recursive: true }))
    const file = join(folder, 'config.json')
    const account = { apiKey: 'key', senderIds: ['8809617000001'], balance: 1 }
    const merchant = { username: 'u', password: 'p', appKey: 'k', appSecret: 's' }
    const config = {
      host: '127.0.0.1',
      bkash: { port: 0, merchants: [merchant] },
      bulksmsbd: { port: 0, accounts: [account] },
      nagad: { merchants: [{ merchantId: '683002007104225', accountNumber: '01711428036' }] },
      shurjopay: { merchants: [{ username: 'u', password: 'p', prefix: 'SP' }] },
      sslcommerz: { merchants: [{ storeId: 's', storePassword: 'p' }] },
      mpesa: {
        merchants: [{ consumerKey: 'k', consumerSecret: 's', shortcode: '174379', passkey: 'p' }],
      },
      razorpay: { merchants: [{ keyId: 'rzp_test_k', keySecret: 's' }] },
      stripe: { merchants: [{ secretKey: 'sk_test_k' }] },
      africastalking: { accounts: [{ username: 'sandbox', apiKey: 'key' }] },
      stripeBilling: {
        secretKey: 'sk_test_b',
        webhookUrl: 'http://127.0.0.1:9/',
        webhookSecret: 's',
      },
      oauth: {
        clients: [
          {
            provider: 'google',
            clientId: 'client',
            clientSecret: 'secret',
            redirectUris: ['http://localhost/back'],
          },
        ],
        people: [{ name: 'Ada Rahman', email: 'ada@example.test' }],
      },
    }
    await writeFile(file, JSON.stringify(config))
    const child = run(file)
    cleanup(() => void child.kill('SIGKILL'))
    const ready = parseReady(await firstLine(child))

    assert.isTrue(ready.ready)
    assert.match(String(ready.bkash), /^http:\/\/127\.0\.0\.1:\d+\/v1\.2\.0-beta$/)
    assert.match(String(ready.inbox), /\/inbox$/)
    const balance = await fetch(`${String(ready.bulksmsbd)}/getBalanceApi?api_key=key`)
    assert.deepEqual(await balance.json(), { balance: '1.00' })
    assert.match(String(ready.nagad), /\/remote-payment-gateway-1\.0\/api\/dfs$/)
    const login = new URLSearchParams({ username: 'u', password: 'p' })
    const token = await fetch(`${String(ready.shurjopay)}/api/get_token`, {
      method: 'POST',
      body: login,
    })
    assert.containSubset(await token.json(), { sp_code: '200' })
    const query = 'store_id=s&store_passwd=p&tran_id=T'
    const found = await fetch(
      `${String(ready.sslcommerz)}/validator/api/merchantTransIDvalidationAPI.php?${query}`
    )
    assert.containSubset(await found.json(), { APIConnect: 'DONE' })

    assert.match(String(ready.razorpay), /\/v1$/)
    assert.match(String(ready.stripe), /:\d+$/)
    const handsets = await fetch(String(ready.handset))
    assert.include(await handsets.text(), 'Handsets with a prompt')

    const customers = await fetch(`${String(ready.stripeBilling)}/v1/customers`, {
      headers: { authorization: 'Bearer sk_test_b' },
    })
    assert.containSubset(await customers.json(), { object: 'list', data: [] })
    const people = await fetch(`${String(ready.oauth)}/__control/people`)
    assert.containSubset(await people.json(), { people: [{ name: 'Ada Rahman' }] })

    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })

  test('say what is wrong with their configuration', async ({ assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-ins-'))
    cleanup(() => rm(folder, { recursive: true }))
    const file = join(folder, 'config.json')
    await writeFile(file, '{"bkash":{"merchants":[{"username":"u"}]}}')
    const child = run(file)
    const errors: string[] = []
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
    const [code] = await once(child, 'close')

    assert.equal(code, 1)
    assert.include(errors.join(''), `${file}: "password" must be`)
  })
})
