import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import i18nManager from '@adonisjs/i18n/services/main'
import { RECEIPT_FORMATS, receiptFormat } from '#payments/receipts/receipt'
import { renderReceipt } from '#payments/receipts/render_receipt'
import { aReceipt, anIssuer } from '#tests/unit/receipts/receipts'
import { readPdf } from '#tests/unit/receipts/read_pdf'

const MM = 72 / 25.4
const render = async (
  receipt = aReceipt(),
  issuer = anIssuer(),
  locale = 'en',
  format = receiptFormat('a5')
) => readPdf(await renderReceipt(receipt, issuer, i18nManager.locale(locale), format))

/** All text without the marks between pieces. */
const textOf = ({ pages }: Awaited<ReturnType<typeof render>>) =>
  pages.map(({ text }) => text.replaceAll('|', '')).join('')

test.group('Receipt as a PDF', () => {
  test('{format} tells who paid what for which time')
    .with(RECEIPT_FORMATS.map((format) => ({ format })))
    .run(async ({ assert }, { format }) => {
      const read = await render(aReceipt(), anIssuer(), 'en', format)
      assert.lengthOf(read.pages, 1)
      for (const told of [
        'GreenNet',
        'GN-000123',
        'Rahima Khatun',
        '+8801712345678',
        'Day Pass',
        '1 Jun 2026, 18:00',
        '2 Jun 2026, 18:00',
        'bKash',
        'BFD90JRLST',
        '৳30',
      ]) {
        assert.include(textOf(read), told)
      }
      assert.notInclude(textOf(read), '\ufffd')
      assert.notInclude(textOf(read), 'UNDONE')
    })

  test('the paper is what was asked for: {format}')
    .with([
      { format: 'a5' as const, width: 419.53, height: 595.28 },
      { format: 'a4' as const, width: 595.28, height: 841.89 },
      { format: '58mm' as const, width: 58 * MM, height: null },
      { format: '80mm' as const, width: 80 * MM, height: null },
    ])
    .run(async ({ assert }, { format, width, height }) => {
      const [page] = (await render(aReceipt(), anIssuer(), 'en', format)).pages
      assert.approximately(page?.width ?? 0, width, 0.01)
      if (height) assert.approximately(page?.height ?? 0, height, 0.01)
      else assert.isBelow(page?.height ?? 0, 400)
    })

  test('office paper carries the ISP’s colour, a roll is black: {format}')
    .with(RECEIPT_FORMATS.map((format) => ({ format })))
    .run(async ({ assert }, { format }) => {
      const { pages } = await render(aReceipt(), anIssuer({ brandColor: '#ff8000' }), 'en', format)
      const coloured = /\b1 0\.50\d+ 0 scn/.test(pages[0]?.content ?? '')
      assert.equal(coloured, format.startsWith('a'))
    })

  test('a roll is as long as its content', async ({ assert }) => {
    const note = 'Keep this paper. '.repeat(40)
    const [short] = (await render(aReceipt(), anIssuer(), 'en', '58mm')).pages
    const long = await render(
      aReceipt(),
      anIssuer({ settings: { receiptNote: note } }),
      'en',
      '58mm'
    )
    assert.lengthOf(long.pages, 1)
    assert.isAbove((long.pages[0]?.height ?? 0) - (short?.height ?? 0), 100)
  })

  test('a note longer than the page goes on on the next one', async ({ assert }) => {
    const note = Array.from({ length: 1500 }, (_, n) => `word${n}`).join(' ')
    const read = await render(aReceipt(), anIssuer({ settings: { receiptNote: note } }))
    assert.isAbove(read.pages.length, 1)
    assert.include(textOf(read), 'word1499')
  })

  test('discount and tax stand on it, and add up', async ({ assert }) => {
    const settings = { taxPercent: 15, taxInclusive: false }
    const paid = aReceipt({ amountMinor: 10350, discountMinor: 1000, taxMinor: 1350 })
    const text = textOf(await render(paid, anIssuer({ settings })))
    for (const told of ['Price৳100', 'Discount−৳10', 'Without tax৳90', 'Tax (15%)৳13.50']) {
      assert.include(text, told)
    }
    assert.include(text, 'Total paid৳103.50')
  })

  test('the tax has the name and the number that the ISP gives it', async ({ assert }) => {
    const settings = { taxPercent: 15, taxName: 'VAT', taxNumber: 'BIN 000123456-0101' }
    const paid = aReceipt({ amountMinor: 11500, taxMinor: 1500 })
    for (const format of RECEIPT_FORMATS) {
      const text = textOf(await render(paid, anIssuer({ settings }), 'en', format))
      assert.include(text, 'VAT (15%)৳15')
      assert.include(text.replaceAll(/\s/g, ''), 'BIN000123456-0101')
    }
  })

  test('{currency} stands on it with its own decimals: {shown}')
    .with([
      { currency: 'JPY', amountMinor: 1500, shown: 'Total paid¥1,500' },
      { currency: 'KWD', amountMinor: 1005, shown: 'Total paidKWD1.005' },
      { currency: 'BDT', amountMinor: 1005, shown: 'Total paid৳10.05' },
    ])
    .run(async ({ assert }, { shown, ...amount }) => {
      assert.include(textOf(await render(aReceipt(amount))), shown)
    })

  test('an undone payment says so, who and why', async ({ assert }) => {
    const undone = { at: DateTime.utc(2026, 6, 1, 13), by: 'Karim Mia', reason: 'Wrong customer' }
    for (const format of RECEIPT_FORMATS) {
      const text = textOf(await render(aReceipt({ undone }), anIssuer(), 'en', format))
      assert.include(text, 'UNDONE')
      assert.include(text.replaceAll(/\s/g, ''), 'KarimMia.Wrongcustomer')
    }
  })

  test('in Bangla all of it is in Bangla, names and numbers of others as they are', async ({
    assert,
  }) => {
    const text = textOf(await render(aReceipt({ method: 'cash' }), anIssuer(), 'bn'))
    for (const told of ['নগদ', '৳৩০', '২০২৬', 'GN-000123', '+8801712345678', 'Day Pass']) {
      assert.include(text, told)
    }
    assert.notMatch(text, /Receipt|Total|Package\b|Cash/)
  })

  test('the tenant’s zone is told, not the server’s', async ({ assert }) => {
    const text = textOf(await render(aReceipt(), anIssuer({ timezone: 'America/New_York' })))
    assert.include(text, '1 Jun 2026, 08:00')
  })

  test('hostile names are printed as they are and break nothing: {$self}')
    .with(['<b>Karim</b> & "co"', 'A) Tj (B', '\\) endstream endobj', '=cmd|x'])
    .run(async ({ assert }, name) => {
      const read = await render(aReceipt({ customerName: name, packageName: name }))
      assert.lengthOf(read.pages, 1)
      assert.equal(textOf(read).split(name.replaceAll('|', '')).length, 3)
    })

  test('a name of any length fits', async ({ assert }) => {
    for (const format of RECEIPT_FORMATS) {
      const name = 'স্ত্রী'.repeat(60)
      const read = await render(aReceipt({ customerName: name }), anIssuer({ name }), 'bn', format)
      assert.lengthOf(read.pages, 1)
    }
  })

  test('the same payment gives the same octets', async ({ assert }) => {
    const again = () => renderReceipt(aReceipt(), anIssuer(), i18nManager.locale('bn'), 'a5')
    assert.isTrue((await again()).equals(await again()))
  })

  test('a reader is told the language and the title', async ({ assert }) => {
    const octets = await renderReceipt(aReceipt(), anIssuer(), i18nManager.locale('bn'), 'a5')
    assert.include(octets.toString('latin1'), '/Lang (bn)')
  })

  test('a format nobody knows is A5: {$self}')
    .with(['', 'a3', '58', '__proto__', ['a4']])
    .run(({ assert }, asked) => {
      assert.equal(receiptFormat(asked), 'a5')
    })

  test('a failure while drawing is told, and nothing hangs', async ({ assert }) => {
    await assert.rejects(() => render(aReceipt({ currency: 'XXX' })), /not a currency/)
  })
})
