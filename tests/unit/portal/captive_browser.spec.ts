import { test } from '@japa/runner'
import { captiveBrowser } from '#portal/captive_browser'

const KIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

test.group('Captive browsers', () => {
  test('{title}')
    .with([
      {
        title: 'the small window of an iPhone',
        agent: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${KIT} Mobile/15E148`,
        is: 'ios',
      },
      {
        title: 'the small window of a Mac',
        agent: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KIT}`,
        is: 'ios',
      },
      {
        title: 'Safari on an iPhone',
        agent: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${KIT} Version/18.1 Mobile/15E148 Safari/604.1`,
        is: null,
      },
      {
        title: 'Chrome on an iPhone',
        agent: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${KIT} CriOS/130.0 Mobile/15E148 Safari/604.1`,
        is: null,
      },
      {
        title: 'the login of a Wi-Fi on Android',
        agent:
          'Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP2A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36',
        is: 'android',
      },
      {
        title: 'Chrome on Android',
        agent:
          'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
        is: null,
      },
      { title: 'no name at all', agent: '', is: null },
    ])
    .run(({ assert }, { agent, is }) => {
      assert.equal(captiveBrowser(agent), is)
    })
})
