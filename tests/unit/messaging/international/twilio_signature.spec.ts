import { test } from '@japa/runner'

import { isSigned } from '#messaging/gateways/twilio/signature'

/** The example of Twilio's own page on webhook security. */
const TOKEN = '12345'
const URL_SIGNED = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const SIGNATURE = '0/KCTR6DLpKmkAf8muzZqo1nDgQ='
const FORM = new URLSearchParams({
  CallSid: 'CA1234567890ABCDE',
  Caller: '+12349013030',
  Digits: '1234',
  From: '+12349013030',
  To: '+18005551212',
}).toString()

function report(change: { url?: string; rawBody?: string; signature?: string } = {}) {
  const { url = URL_SIGNED, rawBody = FORM, signature = SIGNATURE } = change
  return { method: 'POST', url, headers: { 'x-twilio-signature': signature }, rawBody }
}

test.group('Twilio’s signature', () => {
  test('is that of its documented example', ({ assert }) => {
    assert.isTrue(isSigned(report(), TOKEN))
    assert.isFalse(isSigned(report(), '12346'))
  })

  test('holds when the address is seen as {url}')
    .with([
      { url: 'http://mycompany.com/myapp.php?foo=1&bar=2' },
      { url: 'https://mycompany.com:443/myapp.php?foo=1&bar=2' },
      { url: 'http://mycompany.com:80/myapp.php?foo=1&bar=2' },
    ])
    .run(({ assert }, change) => {
      assert.isTrue(isSigned(report(change), TOKEN))
    })

  test('does not hold for {what}')
    .with([
      { what: 'another path', url: 'https://mycompany.com/other.php?foo=1&bar=2' },
      { what: 'another query', url: 'https://mycompany.com/myapp.php?foo=1' },
      { what: 'another port', url: 'https://mycompany.com:8443/myapp.php?foo=1&bar=2' },
      { what: 'trimmed values', rawBody: FORM.replace('Digits=1234', 'Digits=123') },
      { what: 'one parameter less', rawBody: FORM.replace('&Digits=1234', '') },
      { what: 'one more', rawBody: `${FORM}&Extra=` },
      { what: 'an empty signature', signature: '' },
      { what: 'a signature and more', signature: `${SIGNATURE}x` },
    ])
    .run(({ assert }, { what, ...change }) => {
      assert.isFalse(isSigned(report(change), TOKEN), what)
    })

  test('is over values as they are, blanks and empty ones too', ({ assert }) => {
    const spaced = { rawBody: 'Body=+hi++&Empty=', signature: 'vSxPyaIYFmB2ukCjqjHCjvEaEc0=' }
    const trimmed = { ...spaced, rawBody: 'Body=hi&Empty=' }
    assert.isTrue(isSigned(report(spaced), TOKEN))
    assert.isFalse(isSigned(report(trimmed), TOKEN))
  })
})
