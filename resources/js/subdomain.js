/** Milliseconds of rest after the last key before the server is asked. */
const PAUSE = 350

/** Says while typing whether a subdomain is free, and proposes one from the company's name. */
export function watchSubdomain(input) {
  const status = document.getElementById(input.dataset.status)
  const source = document.querySelector(`[data-subdomain-source="${input.name}"]`)
  let own = input.value !== ''
  let timer
  let asking

  async function check() {
    asking?.abort()
    asking = new AbortController()
    if (!input.value) return show('')

    const { lang } = document.documentElement
    const query = new URLSearchParams({ subdomain: input.value, lang })
    try {
      const answer = await fetch(`${input.dataset.subdomainCheck}?${query}`, {
        signal: asking.signal,
        headers: { accept: 'application/json' },
      })
      if (!answer.ok) return show('')
      const { available, message } = await answer.json()
      show(message, available)
    } catch {
      if (!asking.signal.aborted) show('')
    }
  }

  function show(message, available) {
    status.textContent = message
    status.classList.toggle('text-success', available === true)
    status.classList.toggle('text-error', available === false)
  }

  function stop() {
    clearTimeout(timer)
    asking?.abort()
  }

  function later() {
    clearTimeout(timer)
    timer = setTimeout(check, PAUSE)
  }

  input.addEventListener('input', () => {
    own = input.value !== ''
    later()
  })
  source?.addEventListener('input', () => {
    if (own) return
    input.value = slug(source.value)
    later()
  })
  input.form.addEventListener('submit', stop)
  return stop
}

function slug(name) {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}
