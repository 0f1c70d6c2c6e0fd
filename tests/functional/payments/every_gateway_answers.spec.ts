import { test } from '@japa/runner'
import { breakCrediting } from '#tests/support/break_crediting'
import { LogLines } from '#tests/support/log_lines'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'
import { CONTESTANTS } from './trials/all.js'
import { misquote, send, spoil, type Trial } from './trials/trial.js'

/** None is an answer; after the last two the gateway has done what it was asked for. */
const NO_ANSWERS = ['html', 'redirect', '500', 'drop', 'empty', 'cut', 'garbage']

/** Long enough to arrive in pieces, far below what an answer is given. */
const SLOW_MS = 400

type Spelling = (minor: number) => string | number

/** Of the same sum. */
const SPELLINGS: Record<'major' | 'minor', Spelling[]> = {
  major: [(minor) => minor / 100, (minor) => String(minor / 100), (minor) => `${minor / 100}.0000`],
  minor: [(minor) => minor],
}

/** What a gateway that counts in the smallest unit never writes. */
const MISSPELLINGS: Record<'major' | 'minor', Spelling[]> = {
  major: [],
  minor: [(minor) => String(minor), (minor) => `${minor / 100}.0000`, (minor) => minor + 0.5],
}

for (const contestant of CONTESTANTS) {
  test.group(`Payments | What ${contestant.name} answers`, (group) => {
    let trial: Trial
    let log: LogLines

    group.setup(async () => {
      trial = await contestant.open()
      return () => trial.gateway.stop()
    })
    group.each.setup(() => {
      log = LogLines.listen()
      return () => {
        log.stop()
        trial.gateway.control.clearFaults()
      }
    })

    const said = (purchase: Purchase) => log.said(purchase)
    const inUnits = (minor: number) => (trial.figures.unit === 'minor' ? minor : minor / 100)

    /** Begins and pays one, of which other figures are told. */
    async function misquoted(figures: (minor: number) => Record<string, string | number>) {
      const purchase = await trial.begin()
      await misquote(trial, purchase, figures((await purchase.intent()).amountMinor))
      const told = await trial.pay(purchase)
      await send(told)
      return { purchase, told }
    }

    test('nothing that is one: it is unknown, which the log says, and the reconciler credits it once', async ({
      assert,
    }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      for (const mode of NO_ANSWERS) {
        const before = said(purchase).length
        await spoil(trial, purchase, { mode })
        await send(told)
        assert.include(said(purchase).slice(before), 'unknown', mode)
        assert.equal(await purchase.state(), 'pending', mode)
      }
      assert.deepEqual(await purchase.credits(), NOTHING)

      trial.gateway.control.clearFaults()
      await reconcileNow(trial.shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.deepInclude(log.of(purchase).at(-1), { cause: 'reconciler', said: 'paid' })
    })

    test('a slow body: it is waited for', async ({ assert }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      await spoil(trial, purchase, { mode: 'slow-body', delayMs: SLOW_MS })
      await send(told)
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
    })

    test('the sum in another spelling: it is read as what it is, or not at all', async ({
      assert,
    }) => {
      const { amount, unit } = trial.figures
      for (const spell of SPELLINGS[unit]) {
        const { purchase } = await misquoted((minor) => amount(spell(minor)))
        assert.equal(await purchase.state(), 'paid')
        assert.deepEqual(await purchase.credits(), once(trial.buys))
      }
      for (const spell of MISSPELLINGS[unit]) {
        const { purchase, told } = await misquoted((minor) => amount(spell(minor)))
        assert.equal(await purchase.state(), 'pending')
        assert.include(said(purchase), 'unknown')
        trial.gateway.control.clearFaults()
        await send(told)
        assert.deepEqual(await purchase.credits(), once(trial.buys))
      }
    })

    test('another sum, or another currency: a person decides, and the log says so', async ({
      assert,
    }) => {
      const { amount, currency } = trial.figures
      const lies = [
        (minor: number) => amount(inUnits(minor - 1)),
        ...(currency ? [() => currency('USD')] : []),
      ]
      for (const lie of lies) {
        const { purchase, told } = await misquoted(lie)
        assert.equal(await purchase.state(), 'review')
        await send(told)
        assert.equal(await purchase.state(), 'review')
        assert.deepEqual(await purchase.credits(), NOTHING)
        const [asked, repeated] = log.of(purchase).slice(-2)
        assert.deepInclude(asked, { said: 'paid', state: 'review' })
        assert.deepInclude(repeated, { msg: 'callback changes nothing', state: 'review' })
        trial.gateway.control.clearFaults()
      }
    })

    test('“paid”, and it cannot be credited: the log says why, and it is made up once', async ({
      assert,
      cleanup,
    }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      const mend = await breakCrediting(trial.shop.isp)
      cleanup(mend)
      const { status } = await send(told)
      assert.isBelow(status, 400)
      assert.equal(await purchase.state(), 'pending')
      const failure = log.of(purchase).find(({ level }) => Number(level) >= 50)
      assert.include(JSON.stringify(failure), 'customer_payments')

      await mend()
      assert.deepEqual(await purchase.credits(), NOTHING)
      await reconcileNow(trial.shop.isp)
      await purchase.becomes('paid')
      await send(told)
      assert.deepEqual(await purchase.credits(), once(trial.buys))
    })
  })
}
