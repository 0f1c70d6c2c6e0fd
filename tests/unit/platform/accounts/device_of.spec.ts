import { test } from '@japa/runner'
import { deviceOf } from '#platform/sign_in/device_of'

const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.group('The device of a session', () => {
  test('{browser} on {system}')
    .with([
      {
        browser: 'Chrome',
        system: 'Android',
        header: `Mozilla/5.0 (Linux; Android 14; SM-A155F) ${KIT} Chrome/131.0.0.0 Mobile Safari/537.36`,
      },
      {
        browser: 'Samsung Internet',
        system: 'Android',
        header: `Mozilla/5.0 (Linux; Android 14) ${KIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
      },
      {
        browser: 'Safari',
        system: 'iPhone',
        header:
          'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      },
      {
        browser: 'Edge',
        system: 'Windows',
        header: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
      },
      {
        browser: 'Firefox',
        system: 'Linux',
        header: 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
      },
      {
        browser: 'Safari',
        system: 'macOS',
        header:
          'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      },
      { browser: null, system: null, header: 'curl/8.5.0' },
      { browser: null, system: null, header: '' },
    ])
    .run(({ assert }, { header, ...device }) => {
      assert.deepEqual(deviceOf(header), device)
    })
})
