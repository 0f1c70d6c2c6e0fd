import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | script language', (group) => {
  let router: VirtualRouter
  group.each.setup(async () => {
    router = await VirtualRouter.start({ address: freshAddress() })
    return () => router.stop()
  })

  const run = async (lines: string) => (await router.configure(lines)).map((one) => one.output)
  const last = async (lines: string) => (await run(lines)).at(-1)

  test('{script} prints {printed}')
    .with([
      { script: ':put (3+4)', printed: '7' },
      { script: ':put ((10)/3)', printed: '3' },
      { script: ':put (5 % 3)', printed: '2' },
      { script: ':put (2 + 3 * 4)', printed: '14' },
      { script: ':put (3<4)', printed: 'true' },
      { script: ':put (2 >= 3)', printed: 'false' },
      { script: ':put (!true)', printed: 'false' },
      {
        script: '{ :local a true; :local b false; :put (a&&b) }',
        printed: 'syntax error (line 1 column 40)',
      },
      { script: '{ :local a true; :local b false; :put ($a&&$b) }', printed: 'false' },
      { script: '{ :local a true; :local b false; :put ($a or $b) }', printed: 'true' },
      { script: ':put ("a" . "b" . 3)', printed: 'ab3' },
      { script: '{ :local v "world"; :put "Hello $v" }', printed: 'Hello world' },
      { script: '{ :local "my-v" x; :put "$"my-v"!" }', printed: 'x!' },
      { script: '{ :local a 5; :local b 6; :put "5x6 = $($a * $b)" }', printed: '5x6 = 30' },
      { script: ':put "pools $[:len [/ip pool find]]"', printed: 'pools 1' },
      { script: ':put "a\\"b\\\\c\\$d\\_e\\41"', printed: 'a"b\\c$d eA' },
      { script: ':put "\\E0\\A6\\95"', printed: 'ক' },
      { script: ':put [:len "length=8"]', printed: '8' },
      { script: ':put [:len {1;2;3}]', printed: '3' },
      { script: ':put [:pick "abcde" 1 3]', printed: 'bc' },
      { script: ':put [:pick {10;20;30} 1]', printed: '20' },
      { script: ':put [:find "abc" "a" -1]', printed: '0' },
      { script: ':put [:typeof [:find "abc" "z"]]', printed: 'nil' },
      { script: ':put [:typeof 4]', printed: 'num' },
      { script: ':put [:typeof "4"]', printed: 'str' },
      { script: ':put [:typeof 1.2.3.4]', printed: 'ip' },
      { script: ':put [:typeof 1.2.3.0/24]', printed: 'ip-prefix' },
      { script: ':put [:typeof 5m]', printed: 'time' },
      { script: ':put 5m', printed: '00:05:00' },
      { script: ':put [:tonum "42"]', printed: '42' },
      { script: ':put [:typeof [:tonum "cow"]]', printed: 'nil' },
      { script: ':put [:toarray "a,b"]', printed: 'a;b' },
      { script: ':put ({1;2} , 5)', printed: '1;2;5' },
      { script: ':put ({a=1;b=2}->"b")', printed: '2' },
      { script: ':put ({"x";"y"}->1)', printed: 'y' },
      { script: ':put (192.168.88.77 & 255.255.255.0)', printed: '192.168.88.0' },
      { script: ':put (1.1.1.1 in 1.0.0.0/8)', printed: 'true' },
      { script: ':put ("7.20.4" ~ "^7\\\\.")', printed: 'true' },
      { script: ':put ([/system resource get version] ~ "^7")', printed: 'true' },
      {
        script:
          ':if ([:len [/ip pool find where name="hs-pool"]] = 1) do={ :put here } else={ :put gone }',
        printed: 'here',
      },
      { script: ':if (1 = 2) do={ :put a } else={ :put b }', printed: 'b' },
      { script: ':if "x" do={ :put a }', printed: 'conditional not boolean' },
      { script: ':for i from=1 to=3 do={ :put $i }', printed: '1\n2\n3' },
      { script: ':for i from= 3 to= 1 step=-2 do={ :put $i }', printed: '3\n1' },
      { script: ':foreach v in={2; "aX"=1; y=2; 5} do={:put "$v"}', printed: '2\n5\n1\n2' },
      {
        script: ':foreach k,v in={2; "aX"=1; y=2; 5} do={:put "$k=$v"}',
        printed: '0=2\n1=5\naX=1\ny=2',
      },
      { script: ':do { :error "boom" } on-error={ :put caught }', printed: 'caught' },
      { script: ':onerror e in={ :error "boom" } do={ :put "got $e" }', printed: 'got boom' },
      { script: ':error "stop here"', printed: 'stop here' },
      { script: '{ :local i 0; :while ($i < 3) do={ :set i ($i + 1) }; :put $i }', printed: '3' },
      { script: '{ :local i 0; :do { :set i ($i + 1) } while=($i < 2); :put $i }', printed: '2' },
      { script: '{ :local a {x=1}; :set ($a->"x") 5; :put $a }', printed: 'x=5' },
      { script: '{ :local f do={ :return ($a + $1) }; :put [$f 2 a=6] }', printed: '8' },
      { script: '{ :local f [:parse ":return 3"]; :put [$f] }', printed: '3' },
      { script: ':put [:serialize to=json value={a=1;b="x"}]', printed: '{"a":1,"b":"x"}' },
      { script: ':put ([:deserialize from=json value="{\\"a\\":[1,2]}"]->"a")', printed: '1;2' },
      { script: ':put [:resolve nowhere.example]', printed: 'failure: dns name does not exist' },
      { script: ':put [:resolve portal.localhost]', printed: '127.0.0.1' },
      { script: ':put [/ip hotspot get hotspot1 disabled]', printed: 'false' },
      { script: ':put [/ip hotspot get [find name=hotspot1] profile]', printed: 'default' },
      { script: ':put [/ip hotspot get [find name=none] profile]', printed: 'no such item' },
      { script: ':put [:typeof ([/ip address print as-value]->0->"address")]', printed: 'str' },
      { script: '/ip address print count-only where address=10.5.50.1/24', printed: '0' },
      { script: '/ip address print count-only where address="10.5.50.1/24"', printed: '1' },
      { script: '/radius incoming monitor once do={ :put $requests }', printed: '0' },
      {
        script: '/system script add name=s source={ :put 1 }; :put [/ip pool get hs-pool ranges]',
        printed: '10.5.50.10-10.5.50.254',
      },
    ])
    .run(async ({ assert }, { script, printed }) => {
      assert.equal(await last(script), printed)
    })

  test('{script} is refused: {words}')
    .with([
      { script: ':put $nobody', words: 'syntax error (line 1 column 7)' },
      { script: ':set nobody 1', words: 'syntax error (line 1 column 14)' },
      { script: ':local my-var 1', words: 'syntax error (line 1 column 16)' },
      { script: ':foo', words: 'bad command name foo (line 1 column 2)' },
      { script: ':put 1 2', words: 'expected end of command (line 1 column 8)' },
      { script: ':if (true do={ :put 1 }', words: 'syntax error (line 1 column 11)' },
      { script: ':global a {}', words: 'syntax error (line 1 column 12)' },
      {
        script: '/ip pool add name=a$b ranges=10.0.0.1',
        words: 'expected end of command (line 1 column 20)',
      },
      { script: '/ip pool add name = a', words: 'expected end of command (line 1 column 14)' },
      { script: '/ip pool find colour=red', words: 'expected end of command (line 1 column 15)' },
      {
        script: '/ip pool\nadd name=x\\y ranges=10.0.0.1',
        words: 'expected end of command (line 1 column 11)',
      },
    ])
    .run(async ({ assert }, { script, words }) => {
      assert.equal(await last(script), words)
    })

  test('locals end with their line or block, globals stay', async ({ assert }) => {
    assert.equal(await last(':local a 1\n:put $a'), 'syntax error (line 1 column 7)')
    assert.equal(await last(':local a 1; :put $a'), '1')
    assert.equal(await last(':global g 5\n:put $g'), '5')
    assert.equal(
      await last('{ :local a 3; { :local b 4 }; :put ($a + $b) }'),
      'syntax error (line 1 column 43)'
    )
    assert.equal(await last('{ { :global h 4 }; :global h; :put $h }'), '4')
  })

  test('a block with one command the router does not know runs not at all', async ({ assert }) => {
    const output = await last(':if (false) do={\n /interface foo add\n} else={ :put never }')
    assert.equal(output, 'bad command name foo (line 2 column 13)')
  })

  test('a property named like a variable hides it in a where', async ({ assert }) => {
    await run('/ip pool add name=other ranges=10.9.0.1-10.9.0.9')
    assert.equal(
      await last('{ :local name "other"; :put [:len [/ip pool find where name=$name]] }'),
      '2'
    )
    assert.equal(
      await last('{ :local mine "other"; :put [:len [/ip pool find where name=$mine]] }'),
      '1'
    )
    assert.equal(
      await last(':put [:len [/ip pool find where (name="other" or name="hs-pool") and !dynamic]]'),
      '2'
    )
  })

  test('lines are joined by a backslash and comments are left out', async ({ assert }) => {
    assert.equal(
      await last(':if (true \\\n   and true) do={ # fine\n :put "x # y" # z\n}'),
      'x # y'
    )
  })

  test('version 6 knows neither slashes between words nor what came later', async ({ assert }) => {
    const old = await VirtualRouter.start({ address: freshAddress(), version: '6.49.18' })
    const say = async (line: string) => (await old.configure(line)).at(-1)?.output
    assert.equal(await say('/ip/pool/print'), 'expected command name (line 1 column 4)')
    assert.equal(
      await say(':put [:serialize to=json value=1]'),
      'bad command name serialize (line 1 column 8)'
    )
    assert.equal(await say(':put [/system resource get version]'), '6.49.18 (stable)')
    await old.stop()
  })

  test('an import stops at the first error and says where', async ({ assert }) => {
    router.menus.menu('/file').insert({
      name: 'setup.rsc',
      contents:
        '/system identity\nset name=First\n\n/ip pool remove nothing\n/system identity set name=Second\n',
    })
    const [reply] = await router.configure('/import file-name=setup.rsc')
    assert.isTrue(reply?.failed)
    assert.equal(reply?.output, 'Script Error: no such item (/ip/pool/remove; line 4)')
    assert.equal(router.identity, 'First')
    router.menus.menu('/file').insert({ name: 'bad.rsc', contents: '\n\nthis is wrong' })
    const [bad] = await router.configure(':onerror e in={ /import bad.rsc } do={ :put $e }')
    assert.equal(bad?.output, 'Script Error: bad command name this (line 3 column 1)')
  })

  test('numbers name nothing in an import, where nobody has printed', async ({ assert }) => {
    const contents = '/ip pool set 0 name=renamed'
    router.menus.menu('/file').insert({ name: 'n.rsc', contents })
    assert.include(await last('/import n.rsc'), 'no such item')
    assert.equal(await last(contents), '')
  })

  test('a log line is written and delays pass at once', async ({ assert }) => {
    await run(':delay 600s; :log info "Hello from script"; /log warning message="mind"')
    const entries = router.log.entries().map((one) => `${one.topics} ${one.message}`)
    assert.deepEqual(entries.slice(-2), ['script,info Hello from script', 'script,warning mind'])
  })

  test('set with an exclamation mark unsets, place-before orders', async ({ assert }) => {
    await run(`/ip firewall filter
add chain=forward action=accept comment=one src-address=10.0.0.1
add chain=forward action=drop comment=two
add chain=forward action=accept comment=zero place-before=[find comment=one]
set [find comment=one] !src-address`)
    const rows = router.menus.rows('/ip/firewall/filter')
    assert.deepEqual(
      rows.map((row) => row['comment']),
      ['zero', 'one', 'two']
    )
    assert.isUndefined(rows[1]?.['src-address'])
    assert.equal(
      await last('/ip firewall filter add chain=forward place-before=[find comment=none]'),
      'no such item'
    )
  })
})
