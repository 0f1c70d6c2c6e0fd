const page = (title: string, body: string, head = '') =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f2f4f7; color: #1d2530 }
main { max-width: 22rem; margin: 12vh auto; padding: 1.5rem; background: #fff; border-radius: 12px }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input { margin: 0 0 .75rem; padding: .6rem; border: 1px solid #b8c0cc; border-radius: 8px }
button { padding: .7rem; border: 0; border-radius: 8px; background: #0b57d0; color: #fff }
.error { color: #a4161a }
td { padding: .15rem .75rem .15rem 0 }
</style>
</head>
<body><main>
${body}
</main></body>
</html>
`

/** The login form of a router nobody has customised. */
export const STOCK_LOGIN = page(
  'Hotspot login',
  `<h1>Log in to use the internet</h1>
$(if error)<p class="error">$(error)</p>$(endif)
<form method="post" action="$(link-login-only)">
<input type="hidden" name="dst" value="$(link-orig)">
<label for="username">Login</label><input id="username" name="username" value="$(username)">
<label for="password">Password</label><input id="password" name="password" type="password">
<button>Log in</button>
</form>`
)

/** After a login: on to where the browser wanted to go. */
export const STOCK_ALOGIN = page(
  'Logged in',
  `<h1>You are logged in</h1><p><a href="$(link-redirect)">Continue</a></p>`,
  '<meta http-equiv="refresh" content="1;url=$(link-redirect)">'
)

export const STOCK_STATUS = page(
  'Hotspot status',
  `<h1>Welcome $(username)</h1>
<table>
<tr><td>Address</td><td>$(ip)</td></tr>
<tr><td>Up / down</td><td>$(bytes-in) / $(bytes-out) octets</td></tr>
<tr><td>Connected</td><td>$(uptime)</td></tr>
$(if session-time-left)<tr><td>Time left</td><td>$(session-time-left)</td></tr>$(endif)
$(if remain-bytes-total)<tr><td>Data left</td><td>$(remain-bytes-total) octets</td></tr>$(endif)
</table>
<form action="$(link-logout)"><button>Log out</button></form>`
)

export const STOCK_LOGOUT = page(
  'Logged out',
  `<h1>You have logged out</h1><form action="$(link-login)"><button>Log in again</button></form>`
)

/** For whoever asks for a page and is not logged in. */
const STOCK_REDIRECT = page(
  'Redirect',
  '<p><a href="$(link-login)">Log in</a></p>',
  '<meta http-equiv="refresh" content="0;url=$(link-login)">'
)

/** RFC 8908, as the router serves it from api.json. */
export const STOCK_API = `{
   "captive": $(if logged-in == 'yes')false$(else)true$(endif),
   "user-portal-url": "$(link-login-only)",
   $(if session-time-left-secs)"seconds-remaining": $(session-time-left-secs),$(endif)
   $(if remain-bytes-total)"bytes-remaining": $(remain-bytes-total),$(endif)
   "can-extend-session": true
}
`

export const STOCK_PAGES: Readonly<Record<string, string>> = {
  'login.html': STOCK_LOGIN,
  'alogin.html': STOCK_ALOGIN,
  'status.html': STOCK_STATUS,
  'logout.html': STOCK_LOGOUT,
  'redirect.html': STOCK_REDIRECT,
  'rlogin.html': STOCK_REDIRECT,
  'api.json': STOCK_API,
}

/** The dumb redirect a portal asks for (facts §3): everything the portal needs is in the query. */
export function redirectPage(portalUrl: string): string {
  const query = [
    'mac=$(mac-esc)',
    'ip=$(ip-esc)',
    'identity=$(identity-esc)',
    'srv=$(server-name-esc)',
    'login=$(link-login-only-esc)',
    'orig=$(link-orig-esc)',
    'err=$(error-esc)',
  ].join('&')
  const url = portalUrl.includes('$(')
    ? portalUrl
    : `${portalUrl}${portalUrl.includes('?') ? '&' : '?'}${query}`
  return `<!doctype html>
<meta http-equiv="refresh" content="0;url=${url}">
<title>Redirecting</title>
<a href="${url}">Continue to the portal</a>
`
}
