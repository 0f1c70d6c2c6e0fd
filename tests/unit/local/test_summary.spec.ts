import { test } from '@japa/runner'
import { notRunText, summary } from '../../../bin/local/lib/test_summary.mjs'

const LEFT_OUT = [
  '  - one comes in (0ms)',
  '    ⁃ Cannot run on this machine: network namespaces are forbidden (EPERM)',
  '  - another one comes in (0ms)',
  '    ⁃ Cannot run on this machine: network namespaces are forbidden (EPERM)',
].join('\n')

test.group('What a run of the tests comes to', () => {
  test('{line}, ended with {code}: {passed} passed, {failed} failed, {notRun} not run')
    .with([
      { line: 'Tests  3 passed (3)', code: 0, passed: 3, failed: 0, notRun: 0 },
      { line: 'Tests  3 passed, 1 failed (4)', code: 1, passed: 3, failed: 1, notRun: 0 },
      { line: 'Tests  3 passed, 2 skipped (5)', code: 0, passed: 3, failed: 0, notRun: 2 },
      { line: 'Tests  2 skipped (2)', code: 0, passed: 0, failed: 1, notRun: 2 },
      { line: 'Error: no runner', code: 1, passed: 0, failed: 1, notRun: 0 },
    ])
    .run(({ assert }, { line, code, passed, failed, notRun }) => {
      assert.containSubset(summary(line, code), { passed, failed, notRun })
    })

  test('what could not run is told once, with how many and why', ({ assert }) => {
    const results = [
      summary(`${LEFT_OUT}\nTests  8 passed, 2 skipped (10)`, 0),
      summary('Tests  5 passed (5)', 0),
    ]
    assert.include(
      notRunText(results),
      '\n! 2 tests could not run on this machine: network namespaces are forbidden (EPERM)\n'
    )
  })

  test('nothing is told where everything ran', ({ assert }) => {
    assert.equal(notRunText([summary('Tests  5 passed (5)', 0)]), '')
  })
})
