/**
 * Routes that keep no session: captive browsers drop cookies, gateways and probes never had any,
 * and a phone that asks for the portal over and over must not leave a session in Redis each time.
 * What a page's script asks while its form is sent would write the session as it was before.
 */
const SESSIONLESS =
  /^\/(?:(?:billing|portal|callbacks|captive|checkout|h|internal|join|notices|pay|sms-reports|v)\/|health$|signup\/subdomain$)/

/** @param path of the request, without the query */
export function keepsNoSession(path: string): boolean {
  return SESSIONLESS.test(path)
}
