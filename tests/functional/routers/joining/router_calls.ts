import { request } from 'node:http'
import env from '#start/env'
import { hostOf, visit, type Page } from '#tests/support/browser'
import { text } from '#tests/support/forms'
import type { Isp } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'

const LIST = '/dashboard/routers'

/** The operator chooses and gets a line; returns the token in it. @throws when the page shows none */
export async function lineFor(
  operator: Visitor,
  id: number,
  choices: Record<string, string> = { hotspot: 'existing' }
): Promise<string> {
  const page = await operator.submit(`${LIST}/${id}`, choices, `${LIST}/${id}/joining`)
  return tokenOn(page)
}

export function tokenOn({ body }: Pick<Page, 'body'>): string {
  const token = /\/join\/([\w-]+)\/7\.rsc/.exec(text(body))?.[1]
  if (!token) throw new Error('The page shows no line')
  return token
}

/** As a router's fetch would. */
export function fetchScript({ tenant }: Isp, token: string, major = 7): Promise<Page> {
  return visit(hostOf(tenant), `/join/${token}/${major}.rsc`)
}

/** As the script's own report. @returns the status */
export function report({ tenant }: Isp, token: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: env.get('HOST'),
        port: env.get('PORT'),
        method: 'POST',
        path: `/join/${token}/report`,
        headers: { 'host': hostOf(tenant), 'content-type': 'text/plain' },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      }
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
