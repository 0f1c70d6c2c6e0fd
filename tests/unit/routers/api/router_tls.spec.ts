import { type TlsOptions } from 'node:tls'
import { test } from '@japa/runner'
import { RouterCertificateChanged } from '#routers/api/router_api_errors'
import { type KnownCertificate } from '#routers/api/router_api_target'
import { ANONYMOUS, ROUTER_TLS } from '#routers/api/router_tls'
import { selfSigned } from '#tests/unit/core/http/self_signed'
import { withOneSession } from './one_session.js'
import { ScriptedRouter } from './scripted_router.js'

/** As api-ssl without a certificate offers (manual: API-SSL). */
const WITHOUT_CERTIFICATE: TlsOptions = {
  ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0',
  maxVersion: 'TLSv1.2',
  dhparam: 'auto',
}

/** What the router's row would remember. */
class Remembered implements KnownCertificate {
  first: string[] = []
  other: string[] = []
  constructor(public pinned: string | null = null) {}

  async onFirst(seen: string) {
    this.first.push(seen)
  }

  async onOther(seen: string) {
    this.other.push(seen)
  }
}

/** Asks one thing of a router over TLS. */
async function ask(tls: TlsOptions, certificate: KnownCertificate) {
  const router = await ScriptedRouter.listen(({ reply }) => reply(['!done', '=ret=GreenNet']), {
    tls,
  })
  const target = { ...router.target, tls: ROUTER_TLS, certificate }
  const answer = await withOneSession(target, (session) => session.run('/identity')).catch(
    (error: unknown) => error
  )
  await router.close()
  return { answer, asked: router.asked }
}

test.group('Router TLS | Certificates of routers', () => {
  test('{0} is spoken with, and what it is known by is remembered once')
    .with<[string, TlsOptions, RegExp][]>([
      ['a self-signed router', selfSigned(), /^[0-9a-f]{64}$/],
      [
        'a self-signed router of TLS 1.2',
        { ...selfSigned(), maxVersion: 'TLSv1.2' },
        /^[0-9a-f]+$/,
      ],
      ['a router without a certificate', WITHOUT_CERTIFICATE, /^anonymous$/],
    ])
    .run(async ({ assert }, [, tls, known]) => {
      const memory = new Remembered()
      const { answer } = await ask(tls, memory)
      assert.deepEqual(answer, { rows: [], ret: 'GreenNet' })
      assert.lengthOf(memory.first, 1)
      assert.match(memory.first[0] ?? '', known)

      const again = new Remembered(memory.first[0])
      assert.deepEqual((await ask(tls, again)).answer, { rows: [], ret: 'GreenNet' })
      assert.deepEqual([again.first, again.other], [[], []])
    })

  test('{0} is refused before anything is sent, and says what to do')
    .with<[string, TlsOptions, string][]>([
      ['another certificate', selfSigned(), 'a'.repeat(64)],
      ['none where there was one', WITHOUT_CERTIFICATE, 'a'.repeat(64)],
      ['one where there was none', selfSigned(), ANONYMOUS],
    ])
    .run(async ({ assert }, [, tls, pinned]) => {
      const memory = new Remembered(pinned)
      const { answer, asked } = await ask(tls, memory)
      assert.instanceOf(answer, RouterCertificateChanged)
      assert.include(answer, { code: 'E_ROUTER_CERTIFICATE_CHANGED', indeterminate: false })
      assert.match(String(answer), /accept the new one on its page.*somebody may be between/)
      assert.isEmpty(asked, 'no password was sent')
      assert.lengthOf(memory.other, 1)
      assert.notEqual(memory.other[0], pinned)
      assert.isEmpty(memory.first)
    })
})
