import { test } from '@japa/runner'
import { additionText, readAddition, readAdditions } from '#routers/walled_garden/operator_hosts'

test.group('Hosts that an operator adds', () => {
  test('{text} is {host} on {ports}')
    .with([
      { text: 'help.example.com', host: 'help.example.com', ports: [443] },
      { text: 'Help.Example.COM', host: 'help.example.com', ports: [443] },
      { text: '*.example.com:443,8443', host: '*.example.com', ports: [443, 8443] },
      { text: 'pay.example.com:8443,80,80', host: 'pay.example.com', ports: [80, 8443] },
      { text: '*.mybank.com.bd', host: '*.mybank.com.bd', ports: [443] },
      { text: 'bucket.s3.amazonaws.com', host: 'bucket.s3.amazonaws.com', ports: [443] },
      { text: '103.9.185.12', host: '103.9.185.12', ports: [443] },
      { text: '103.9.185.0/24:80', host: '103.9.185.0/24', ports: [80] },
    ])
    .run(({ assert }, { text, host, ports }) => {
      assert.deepEqual(readAddition(text), { host: { host, ports } })
    })

  test('{text} is refused: {problem}')
    .with([
      { text: 'example', problem: 'malformed' },
      { text: 'exa mple.com', problem: 'malformed' },
      { text: 'https://example.com', problem: 'malformed' },
      { text: 'example.com/pay', problem: 'malformed' },
      { text: '-a.example.com', problem: 'malformed' },
      { text: 'a..example.com', problem: 'malformed' },
      { text: 'pay.*.example.com', problem: 'malformed' },
      { text: '*', problem: 'malformed' },
      { text: '*.*', problem: 'malformed' },
      { text: `*.${'"; /system reboot'}`, problem: 'malformed' },
      { text: 'বাংলা.com', problem: 'malformed' },
      { text: 'router.local', problem: 'malformed' },
      { text: `${'a'.repeat(64)}.com`, problem: 'malformed' },
      { text: '999.1.1.1', problem: 'malformed' },
      { text: '1.1.1.1/33', problem: 'malformed' },
      { text: '*.com', problem: 'too_wide' },
      { text: '*.bd', problem: 'too_wide' },
      { text: '*.com.bd', problem: 'too_wide' },
      { text: '*.co.ke', problem: 'too_wide' },
      { text: '*.amazonaws.com', problem: 'too_wide' },
      { text: '*.s3.amazonaws.com', problem: 'too_wide' },
      { text: '*.googleapis.com', problem: 'too_wide' },
      { text: '8.0.0.0/8', problem: 'too_wide' },
      { text: '0.0.0.0/0', problem: 'too_wide' },
      { text: '10.1.2.3', problem: 'private' },
      { text: '192.168.88.0/24', problem: 'private' },
      { text: '127.0.0.1', problem: 'private' },
      { text: '169.254.169.254', problem: 'private' },
      { text: '100.64.3.2', problem: 'private' },
      { text: 'captive.apple.com', problem: 'probe' },
      { text: '*.apple.com', problem: 'probe' },
      { text: 'connectivitycheck.gstatic.com', problem: 'probe' },
      { text: 'example.com:0', problem: 'port' },
      { text: 'example.com:65536', problem: 'port' },
      { text: 'example.com:https', problem: 'port' },
      { text: 'example.com:', problem: 'port' },
      { text: 'example.com:1,2,3,4,5,6', problem: 'port' },
      { text: 'example.com:1:2', problem: 'malformed' },
      { text: '2001:db8::1', problem: 'malformed' },
    ] as const)
    .run(({ assert }, { text, problem }) => {
      assert.deepEqual(readAddition(text), { problem, text })
    })

  test('each counts once, and the fifty-first is one too many', ({ assert }) => {
    const hosts = Array.from({ length: 50 }, (_, index) => `h${index}.example.com`)
    assert.isTrue(
      readAdditions([...hosts, ...hosts].join('\n')).every(({ problem }) => problem === undefined)
    )
    assert.deepEqual(readAdditions([...hosts, 'more.example.com'].join('\n')).at(-1), {
      problem: 'too_many',
      text: 'more.example.com',
    })
    assert.deepEqual(readAdditions(' \n \n'), [])
  })

  test('what was read is written as it was meant')
    .with(['help.example.com', '*.example.com:443,8443', '103.9.185.0/24:80'])
    .run(({ assert }, text) => {
      const { host } = readAddition(text)
      assert.equal(host && additionText(host), text)
    })
})
