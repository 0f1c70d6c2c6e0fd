import { test } from '@japa/runner'
import { authenticatorPage } from '#tests/standins/inbox/authenticator_page'
import { mailPage } from '#tests/standins/inbox/mail_page'

test.group('Pages beside the SMS inbox', () => {
  test('the mailbox shows letters newest first, with links to press and nothing else of theirs', ({
    assert,
  }) => {
    const letter = { from: 'Portico <a@b.test>', to: ['x@y.test'], headers: new Map() }
    const page = mailPage([
      { ...letter, subject: 'First', text: 'Here: http://localhost:1/reset/abc\n<script>' },
      { ...letter, subject: 'Second <b>', text: 'Bye' },
    ])
    assert.isBelow(page.indexOf('Second &lt;b&gt;'), page.indexOf('First'))
    assert.include(page, '<a href="http://localhost:1/reset/abc">')
    assert.notInclude(page, '<script>')
    assert.include(mailPage([]), 'No e-mail yet')
  })

  test('the authenticator shows the code of RFC 6238, and for how long', ({ assert }) => {
    const page = authenticatorPage('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)
    assert.include(page, '>287082<')
    assert.include(page, 'For 1 s more')
    for (const secret of ['', '"><script>', '1189']) {
      const other = authenticatorPage(secret, 0)
      assert.notMatch(other, /<strong class="code">/)
      assert.notInclude(other, '<script>')
    }
  })
})
