import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { OpenScript } from '#routers/provisioning/open_script'
import { TakeReport } from '#routers/provisioning/take_report'

const TOKEN = /^[\w-]{32,64}$/
const MAJORS = { '6.rsc': 6, '7.rsc': 7 } as const

/** RouterOS shows this when it imports it: nothing else on a terminal would explain itself. */
const NO_SCRIPT =
  ':error "portico: this line is used up or too old. Make a new one on the page of this router."\n'

/** What a router without a login may do with the token of its line: take its script, and tell how it went. */
@inject()
export default class ScriptController {
  constructor(
    private openScript: OpenScript,
    private takeReport: TakeReport
  ) {}

  async show({ params, tenant, response }: HttpContext) {
    const token = String(params.token)
    const major = majorOf(String(params.major))
    const script =
      major && TOKEN.test(token) ? await this.openScript.execute(tenant, token, major) : null

    response.header('content-type', 'text/plain; charset=utf-8')
    response.header('cache-control', 'no-store')
    return script ?? NO_SCRIPT
  }

  async report({ params, request, response, tenant }: HttpContext) {
    const token = String(params.token)
    const taken =
      TOKEN.test(token) &&
      (await this.takeReport.execute(tenant, token, request.raw() ?? '', request.ip()))
    return response.status(taken ? 200 : 404).send(taken ? 'ok' : 'unknown')
  }
}

function majorOf(name: string): 6 | 7 | null {
  return name === '6.rsc' || name === '7.rsc' ? MAJORS[name] : null
}
