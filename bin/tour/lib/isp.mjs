import { Trouble } from '../../local/lib/trouble.mjs'

/** Fills a form's fields by their names and sends it. */
export async function submit(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value)
  await page.locator('main form button[type=submit]').last().click()
}

/** greennet, or greennet2 and so on: the first that nobody has. */
export async function freeSubdomain(platform) {
  for (let number = 1; number < 1000; number++) {
    const subdomain = number === 1 ? 'greennet' : `greennet${number}`
    const response = await fetch(`${platform}/signup/subdomain?subdomain=${subdomain}`)
    const { available } = await response.json()
    if (available) return subdomain
  }
  throw new Trouble('Every GreenNet is taken', { hint: 'start with a new .local folder' })
}

/** Signs an ISP up and returns the origin of its dashboard. */
export async function signUp(page, platform, onFilled) {
  const subdomain = await freeSubdomain(platform)
  await page.goto(`${platform}/signup`)
  await page.fill('[name=company]', 'GreenNet')
  await page.fill('[name=subdomain]', subdomain)
  await page.selectOption('[name=country]', 'BD')
  await page.fill('[name=name]', 'Rahim Uddin')
  await page.fill('[name=email]', `rahim@${subdomain}.test`)
  await page.fill('[name=password]', 'correct horse battery')
  await page.locator('#subdomain-status:not(:empty)').waitFor()
  await onFilled()
  await page.click('form button[type=submit]')
  await page.waitForURL('**/dashboard')
  return new URL(page.url()).origin
}

/** Adds the router, makes its joining line and pastes that into it, as a person would. */
export async function connectRouter(page, origin, router) {
  await page.goto(`${origin}/dashboard/routers/create`)
  await submit(page, {
    name: 'Zone-A Hotspot',
    address: router.address,
    hotspot_address: router.address,
    api_user: 'admin',
    api_password: router.password,
  })
  await page.waitForURL(/\/routers\/\d+$/)
  await page.getByRole('button', { name: 'Make the line' }).click()
  const lines = await page.locator('#joining-line pre').first().innerText()
  const { replies } = await router.call(`routers/${router.address}/terminal`, { lines })
  const refused = replies.find(({ failed }) => failed)
  if (refused) throw new Trouble(`The router refused "${refused.input}": ${refused.output}`)
  await page.getByText('The router has joined.').first().waitFor()
}
