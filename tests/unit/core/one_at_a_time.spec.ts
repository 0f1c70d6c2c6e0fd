import { test } from '@japa/runner'
import { OneAtATime } from '#core/one_at_a_time'

test.group('Core | One at a time', () => {
  test('what is asked for meanwhile is done once, and again afterwards', async ({ assert }) => {
    const work = new OneAtATime<number>()
    let times = 0
    const done = () => Promise.resolve(++times)
    assert.deepEqual(await Promise.all([work.run('a', done), work.run('a', done)]), [1, 1])
    assert.equal(await work.run('a', done), 2)
  })

  test('another name is other work', async ({ assert }) => {
    const work = new OneAtATime<string>()
    const [one, other] = [async () => 'one', async () => 'other']
    assert.deepEqual(await Promise.all([work.run('a', one), work.run('b', other)]), [
      'one',
      'other',
    ])
  })

  test('a failure is everybody’s, and the next try is a new one', async ({ assert }) => {
    const work = new OneAtATime<string>()
    const fails = () => Promise.reject(new Error('no'))
    const both = await Promise.allSettled([work.run('a', fails), work.run('a', fails)])
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected']
    )
    assert.equal(await work.run('a', async () => 'yes'), 'yes')
  })
})
