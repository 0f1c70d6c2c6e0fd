import { appUrl } from '#config/app'

/** What RouterOS fills in before it serves the page; -esc makes a value safe in a URL. */
const QUERY = [
  'identity=$(identity-esc)',
  'mac=$(mac-esc)',
  'ip=$(ip-esc)',
  'link-login-only=$(link-login-only-esc)',
  'link-orig=$(link-orig-esc)',
].join('&amp;')

/** The address of our portal for one router, without what the router adds. */
export function portalEntrance(token: string): string {
  return `${appUrl.origin}/h/${token}`
}

/**
 * The router's login.html: a dumb redirect, so that nothing of ours has to be
 * updated on routers (MikroTik manual, Hotspot customisation).
 */
export function loginPage(token: string): string {
  const entrance = `${portalEntrance(encodeURIComponent(token))}?${QUERY}`
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0;url=${entrance}">
<meta http-equiv="cache-control" content="no-store">
<title>Wi-Fi</title>
</head>
<body><p><a href="${entrance}">Continue</a></p></body>
</html>
`
}

/** The same in one line, for scripts: a RouterOS string has no line breaks of its own. */
export function loginPageLine(token: string): string {
  return loginPage(token).replaceAll('\n', '')
}
