import { test } from '@japa/runner'
import fc from 'fast-check'
import { captiveApiLine } from '#routers/captive/captive_portal'
import { joiningScript } from '#routers/provisioning/joining_script'
import { loginPageLine } from '#routers/provisioning/login_page'
import { pasteLine } from '#routers/provisioning/paste_line'
import { quoted } from '#routers/provisioning/quoted'
import { removalScript } from '#routers/provisioning/removal_script'
import { GARDEN_COMMENT, GARDEN_MENUS } from '#routers/walled_garden/walled_garden_row'
import { Cursor } from './reader/cursor.js'
import { readString } from './reader/literal.js'
import { unknownTo } from './reader/reference_check.js'
import { ScriptReader } from './reader/script_reader.js'
import { someFacts } from './script_facts.js'

/** Everything the reference does not know, with its line. */
function faultsOf(script: string, major: 6 | 7): string[] {
  return ScriptReader.read(script).flatMap((command) =>
    unknownTo(command, major).map(
      (fault) => `line ${command.line}: ${command.words.join(' ')}: ${fault}`
    )
  )
}

const EXISTING = { hotspot: 'existing', server: null } as const

test.group('Every line of a joining script is in MikroTik’s reference', () => {
  test('RouterOS {major}, {what}')
    .with(
      ([6, 7] as const).flatMap((major) => [
        { major, what: 'a new hotspot', changes: {}, written: undefined },
        {
          major,
          what: 'an existing hotspot',
          changes: { choices: EXISTING },
          written: undefined,
        },
        {
          major,
          what: 'a named hotspot, the login page in the text',
          changes: { choices: { hotspot: 'existing', server: 'hotspot1' } as const },
          written: {
            login: loginPageLine('a-router-token'),
            api: captiveApiLine('a-router-token'),
          },
        },
        {
          major,
          what: 'TLS API, names for addresses, no HTTPS',
          changes: {
            api: { user: 'portico', password: 'x', port: 8729, tls: true },
            radius: { host: 'radius.example', authPort: 1812, acctPort: 1813, secret: 'x' },
            reportUrl: 'http://green.localhost:43100/join/t/report',
            captiveApiUrl: null,
            captiveFileUrl: null,
          },
          written: undefined,
        },
      ])
    )
    .run(({ assert }, { major, changes, written }) => {
      const script = joiningScript(someFacts({ major, ...changes }), {
        ...(written && { written }),
      })
      assert.deepEqual(faultsOf(script, major), [])
      assert.isAbove(ScriptReader.read(script).length, 80)
    })

  test('the line to paste and the removal, on both')
    .with([{ major: 6 as const }, { major: 7 as const }])
    .run(({ assert }, { major }) => {
      const line = pasteLine((each) => `https://green.portico.example/join/t/${each}.rsc`)
      assert.deepEqual(faultsOf(line, major), [])
      assert.deepEqual(faultsOf(removalScript(), major), [])
    })

  test('RouterOS {major} fetches its own api.json where there is HTTPS, and only there')
    .with([{ major: 6 as const }, { major: 7 as const }])
    .run(({ assert }, { major }) => {
      const put = (script: string) =>
        script.split('\n').filter((line) => line.includes('dst-path=($porticoDir . "/api.json")'))
      const [line = '', ...more] = put(joiningScript(someFacts({ major })))
      assert.isEmpty(more)
      assert.include(line, 'url="https://portico.example/h/a-router-token/api.json"')
      assert.equal(line.includes('check-certificate=yes'), major === 7)
      assert.isEmpty(put(joiningScript(someFacts({ major, captiveFileUrl: null }))))
    })

  test('the removal looks into every menu that a push writes to', ({ assert }) => {
    const cleared = ScriptReader.read(removalScript())
      .filter(({ words }) => words.at(-1) === 'remove')
      .map(({ words }) => words.slice(0, -1).join('/'))
    for (const menu of GARDEN_MENUS) assert.include(cleared, menu)
    assert.include(removalScript(), `find comment="${GARDEN_COMMENT}"`)
  })

  test('the reader finds {what}')
    .with([
      { what: 'a wrong menu', line: '/ip hotspots add name="x"', fault: /no such menu/ },
      {
        what: 'a wrong command',
        line: '/radius insert address=1.2.3.4',
        fault: /no such menu|has no/,
      },
      {
        what: 'a wrong argument',
        line: '/ip pool add name="x" range=10.0.0.2-10.0.0.9',
        fault: /range/,
      },
      {
        what: 'a wrong word',
        line: '/ip hotspot profile add login-by=mac,pap',
        fault: /login-by=mac,pap/,
      },
      { what: 'a wrong number', line: '/radius incoming set port=x', fault: /port=x/ },
      {
        what: 'a wrong address',
        line: '/ip address add interface=e1 address=10.0.0.300/24',
        fault: /address=/,
      },
      {
        what: 'a missing argument',
        line: '/ip address add address=10.0.0.1/24',
        fault: /interface is missing/,
      },
      {
        what: 'one that 7 lost',
        line: '/ip hotspot profile set x https-redirect=no',
        fault: /not in RouterOS 7/,
      },
      {
        what: 'one in a block',
        line: ':if (true) do={ /radius add adress=1.2.3.4 }',
        fault: /adress/,
      },
      { what: 'one in brackets', line: '/radius remove [find coment="x"]', fault: /coment/ },
      {
        what: 'one in an error’s block',
        line: ':do { } on-error={ /sytem identity set name=x }',
        fault: /no such menu/,
      },
      { what: 'a wrong loop', line: ':foreach x of=[/radius find] do={ }', fault: /of/ },
    ])
    .run(({ assert }, { line, fault }) => {
      assert.match(faultsOf(line, 7).join('\n'), fault)
    })

  test('and what 6.49 lacks, {line}')
    .with([
      { line: '/system device-mode print' },
      { line: '/ip dhcp-server option add name=x code=114 force=yes' },
      { line: '/system ntp client set servers=pool.ntp.org' },
    ])
    .run(({ assert }, { line }) => {
      assert.isNotEmpty(faultsOf(line, 6))
      assert.deepEqual(faultsOf(line, 7), [])
    })

  test('a variable nobody declared, an open string and an open block are no script', ({
    assert,
  }) => {
    for (const broken of [':put $x', ':put "x', ':if (true) do={ :put "x"', ':put "$x"']) {
      assert.throws(() => ScriptReader.read(broken))
    }
  })
})

/** What people call things: anything of one line. */
const oneLine = fc.oneof(
  fc.string({
    minLength: 1,
    maxLength: 60,
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  }),
  fc.string({
    minLength: 1,
    maxLength: 40,
    unit: fc.constantFrom(...'"\\$?[](){};#\'= \t'.replace('\t', ''), 'ক', 'ষ', '্', '😀'),
  }),
  fc.constantFrom(
    'মিরপুর ১০ টাওয়ার',
    '"; /system reset-configuration; "',
    '$(reboot)',
    '\\',
    '\\"',
    '[/user print]',
    '}'
  )
)

test.group('Whatever people type stays in its literal', () => {
  test('a string reads back as it was', ({ assert }) => {
    fc.assert(
      fc.property(oneLine, (text) => {
        const literal = quoted(text)
        assert.match(literal, /^[\x20-\x7e]+$/, 'no terminal can spoil it')
        const cursor = new Cursor(literal)
        assert.equal(readString(cursor), text)
        assert.equal(cursor.at, literal.length)
      }),
      { numRuns: 500 }
    )
  })

  test('a line break or another control character is refused, {name}')
    .with(
      ['\n', '\r', '\0', '\u0007', '\u001b', '\u0085'].map((char) => ({
        name: JSON.stringify(char),
        char,
      }))
    )
    .run(({ assert }, { char }) => {
      assert.throws(() => quoted(`a${char}b`), /control characters/)
    })

  test('no name, secret, user or interface adds or changes a command', ({ assert }) => {
    const shape = (script: string) =>
      ScriptReader.read(script).map(({ words, args }) => [words, args.map(({ name }) => name)])
    for (const major of [6, 7] as const) {
      const facts = someFacts({ major })
      const expected = shape(joiningScript(facts))
      fc.assert(
        fc.property(
          oneLine,
          oneLine,
          oneLine,
          oneLine,
          oneLine,
          (identity, secret, user, password, port) => {
            const script = joiningScript({
              ...facts,
              identity,
              radius: { ...facts.radius, secret },
              api: { ...facts.api, user, password },
              choices: { hotspot: 'new', interfaces: [port, 'ether3'], network: '10.5.50.1/23' },
            })
            assert.deepEqual(shape(script), expected)
          }
        ),
        { numRuns: 100 }
      )
    }
  })

  test('a hotspot’s name, too', ({ assert }) => {
    const facts = someFacts()
    const commands = (server: string) =>
      ScriptReader.read(joiningScript({ ...facts, choices: { hotspot: 'existing', server } }))
        .length
    const expected = commands('hotspot1')
    fc.assert(
      fc.property(oneLine, (server) => assert.equal(commands(server), expected)),
      { numRuns: 100 }
    )
  })
})
