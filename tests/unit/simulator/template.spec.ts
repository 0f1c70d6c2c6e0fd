import { test } from '@japa/runner'
import { redirectPage } from '../../simulator/hotspot/default_pages.js'
import { octalEscapes, renderTemplate } from '../../simulator/hotspot/template.js'

const variables = {
  'mac': 'AA:BB:CC:00:00:01',
  'ip': '10.5.50.10',
  'identity': 'Green Net & Co',
  'error': '',
  'logged-in': 'no',
}

test.group('Simulator | hotspot pages', () => {
  test('{template} becomes {page}')
    .with([
      { template: '$(mac) $(ip)', page: 'AA:BB:CC:00:00:01 10.5.50.10' },
      { template: '$(mac-esc)', page: 'AA%3ABB%3ACC%3A00%3A00%3A01' },
      { template: 'i=$(identity-esc)', page: 'i=Green%20Net%20%26%20Co' },
      { template: '[$(nothing)$(nothing-esc)]', page: '[]' },
      { template: '$(if error)E$(else)ok$(endif)', page: 'ok' },
      { template: "$(if logged-in == 'yes')in$(elif ip)there$(else)no$(endif)!", page: 'there!' },
      { template: '$(if ip)a$(if error)b$(else)c$(endif)d$(endif)e', page: 'acde' },
      { template: '$(if error)a$(if ip)b$(endif)c$(endif)d', page: 'd' },
      { template: 'costs $5 (or so)', page: 'costs $5 (or so)' },
    ])
    .run(({ assert }, { template, page }) => {
      assert.equal(renderTemplate(template, variables), page)
    })

  test('a hostile address cannot break out of the page', ({ assert }) => {
    const page = renderTemplate('<input value="$(link-orig)">', {
      'link-orig': '"><script>alert(1)</script>',
    })
    assert.notInclude(page, '<script>')
    assert.notInclude(page, '"">')
  })

  test('the redirect page hands the portal everything, escaped', ({ assert }) => {
    const page = renderTemplate(redirectPage('http://demo.localhost/h/TOKEN'), {
      ...variables,
      'link-login-only': 'http://127.77.0.2:20000/login',
      'link-orig': 'http://example.com/?a=1&b=2',
    })
    const url = new URL(/url=([^"]+)"/.exec(page)?.[1] ?? '')
    assert.equal(url.pathname, '/h/TOKEN')
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      mac: 'AA:BB:CC:00:00:01',
      ip: '10.5.50.10',
      identity: 'Green Net & Co',
      srv: '',
      login: 'http://127.77.0.2:20000/login',
      orig: 'http://example.com/?a=1&b=2',
      err: '',
    })
  })

  test('CHAP octets are written as octal escapes', ({ assert }) => {
    assert.equal(octalEscapes(Buffer.from([0, 9, 255])), '\\000\\011\\377')
  })
})
