import { test } from '@japa/runner'
import fc from 'fast-check'
import { SPARK_HEIGHT, SPARK_WIDTH, sparkline } from '#dashboard/sparkline'

test.group('Sparkline', () => {
  test('a line from the bottom left to the top right', ({ assert }) => {
    assert.deepEqual(sparkline([0, 5, 10]), { lines: ['0,40 144,20 288,0'], peak: 10, last: 10 })
  })

  test('where nothing was measured is a gap', ({ assert }) => {
    const { lines, last } = sparkline([1, 1, null, 1, null])
    assert.lengthOf(lines, 2)
    assert.equal(last, 1)
  })

  test('nothing at all', ({ assert }) => {
    assert.deepEqual(sparkline([null, null]), { lines: [], peak: 0, last: null })
    assert.deepEqual(sparkline([]), { lines: [], peak: 0, last: null })
  })

  test('every point lies in the picture', ({ assert }) => {
    const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }))
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 100 }), (values, ceiling) => {
        for (const line of sparkline(values, ceiling).lines) {
          for (const point of line.split(' ')) {
            const [x = -1, y = -1] = point.split(',').map(Number)
            assert.isTrue(x >= 0 && x <= SPARK_WIDTH && y >= 0 && y <= SPARK_HEIGHT, point)
          }
        }
      })
    )
  })
})
