import { test } from '@japa/runner'
import { signInClients } from '#config/ally'
import { appUrl } from '#config/app'

const GIVEN = { id: 'a client', secret: 'its secret' }
const NONE = { id: undefined, secret: undefined }

test.group('Clients at Google and GitHub', () => {
  test('{what}')
    .with([
      { what: 'none without credentials', google: NONE, github: NONE, offered: [] },
      {
        what: 'none of half a credential',
        google: { ...GIVEN, secret: '' },
        github: { ...GIVEN, id: undefined },
        offered: [],
      },
      { what: 'one alone', google: NONE, github: GIVEN, offered: ['github'] },
      { what: 'both', google: GIVEN, github: GIVEN, offered: ['google', 'github'] },
    ])
    .run(({ assert }, { google, github, offered }) => {
      const clients = Object.entries(signInClients({ google, github, standIn: undefined }))
      assert.deepEqual(
        clients.filter(([, client]) => client !== null).map(([name]) => name),
        offered
      )
    })

  test('ask the real ones, or a stand-in at every address, and come back to us', ({ assert }) => {
    const settings = { google: GIVEN, github: GIVEN }
    const real = signInClients({ ...settings, standIn: undefined })
    assert.notProperty(real.google ?? {}, 'authorizeUrl')
    assert.equal(real.github?.callbackUrl, `${appUrl.origin}/oauth/github/callback`)

    const { google, github } = signInClients({ ...settings, standIn: 'http://127.0.0.1:9' })
    const places = [google?.authorizeUrl, google?.accessTokenUrl, google?.userInfoUrl].concat(
      github?.authorizeUrl,
      github?.accessTokenUrl,
      github?.userInfoUrl,
      github?.userEmailUrl
    )
    for (const place of places) assert.match(place ?? '', /^http:\/\/127\.0\.0\.1:9\//)
  })
})
