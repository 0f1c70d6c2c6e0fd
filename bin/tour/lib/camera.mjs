import { mkdirSync, writeFileSync } from 'node:fs'
import { chromium as engine } from 'playwright-core'
import { inRoot } from '../../local/lib/paths.mjs'
import { say } from '../../local/lib/progress.mjs'
import { Trouble } from '../../local/lib/trouble.mjs'
import { optimised } from './png.mjs'

const FOLDER = 'docs/tour'
const LARGEST_OCTETS = 120 * 1024
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (executablePath) => engine.launch({ executablePath, args: QUIET })

/** A window of the operator's size. */
export async function desk(browser) {
  return window(await browser.newContext({ viewport: { width: 1280, height: 860 } }))
}

/** A phone's window. What it opens goes through its Wi-Fi, loopback names included. */
export async function pocket(browser, gateway) {
  const proxy = { server: `http://${gateway}`, bypass: '<-loopback>' }
  return window(await browser.newContext({ viewport: { width: 360, height: 740 }, proxy }))
}

async function window(context) {
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** One picture of a page, whole unless told otherwise. */
export async function take(page, name, { fullPage = true } = {}) {
  keep(name, await look(page, fullPage))
}

/** What a phone shows now, to be put beside others. */
export const snap = (page) => look(page, false)

async function look(page, fullPage) {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(300)
  return page.screenshot({ fullPage, animations: 'disabled' })
}

/** Several phones in one picture, in the order of the story. */
export async function takeTogether(browser, name, snaps) {
  const page = await window(await browser.newContext({ viewport: { width: 1240, height: 400 } }))
  const images = snaps.map(({ png, text }) => {
    const source = `data:image/png;base64,${png.toString('base64')}`
    return `<figure><img src="${source}" alt=""><figcaption>${text}</figcaption></figure>`
  })
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 32px; display: flex; gap: 32px; justify-content: center;
      background: #e5e8eb; font: 600 18px 'Noto Sans', sans-serif; color: #1c2530 }
    figure { margin: 0 } figcaption { margin-top: 14px; text-align: center }
    img { display: block; width: 360px; border-radius: 18px; outline: 8px solid #1c2530 }
    </style>${images.join('')}`)
  await take(page, name)
  await page.context().close()
}

function keep(name, png) {
  const small = optimised(png)
  if (small.length > LARGEST_OCTETS) {
    throw new Trouble(`${name} is too large: ${small.length} octets`, { hint: 'show less of it' })
  }
  mkdirSync(inRoot(FOLDER), { recursive: true })
  writeFileSync(inRoot(FOLDER, `${name}.png`), small)
  say(`    ${FOLDER}/${name}.png  ${Math.round(small.length / 1024)} KB`)
}
