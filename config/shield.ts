import { servedByHttps } from '#config/app'
import { defineConfig } from '@adonisjs/shield'

export default defineConfig({
  csp: {
    enabled: true,
    directives: {
      defaultSrc: [`'self'`],
      scriptSrc: [`'self'`],
      styleSrc: [`'self'`, `'unsafe-inline'`],
      imgSrc: [`'self'`, 'data:'],
      objectSrc: [`'none'`],
      baseUri: [`'self'`],
      frameAncestors: [`'none'`],
    },
    reportOnly: false,
  },
  csrf: {
    enabled: true,
    /**
     * The captive portal has no session: captive browsers drop cookies, its
     * state is a signed token in the URL. Gateways call back without one too.
     */
    exceptRoutes: (ctx) => /^\/(portal|callbacks|notices|sms-reports|h)\//.test(ctx.request.url()),
    enableXsrfCookie: false,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: servedByHttps, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
