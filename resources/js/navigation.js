import 'unpoly'

/** Pages of the dashboard replace each other's content; everything else loads as usual. */
up.link.config.followSelectors.push('a[href^="/dashboard"]', '[up-main] a[href^="?"]')
up.link.config.noFollowSelectors.push('a[hreflang]')
up.form.config.submitSelectors.push('[up-main] form[method="GET"]')
up.fragment.config.mainTargets = ['[up-main]']

/** The server says where we are (aria-current): a customer's page is under Customers. */
up.status.config.navSelectors = []

/** Mark requests slower than this with the bar at the top. Milliseconds. */
up.network.config.lateDelay = 400

/**
 * A poll or a followed link may end on another page than it asked for (the
 * session ended, the server failed). Such an answer gets a page load of its own.
 */
up.on('up:fragment:loaded', (event) => {
  const { response } = event
  const onDashboard = new URL(response.url, location.href).pathname.startsWith('/dashboard')
  if (response.ok && onDashboard && response.text.includes('up-main')) return

  event.preventDefault()
  if (event.renderOptions.origin?.closest('a, form') || !event.renderOptions.background) {
    event.request.loadPage()
  }
})
