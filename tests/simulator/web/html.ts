import { STYLES } from './styles.js'

/** Markup that is already safe. */
export class Html {
  constructor(readonly text: string) {}
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)

type Part = Html | Html[] | string | number | undefined

function render(part: Part): string {
  if (part === undefined) return ''
  if (Array.isArray(part)) return part.map(render).join('')
  return part instanceof Html ? part.text : escape(String(part))
}

/** A template whose values are escaped unless they are markup themselves. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, index) => text + render(parts[index])).join(''))
}

// swaps what may have changed; without JavaScript the page stays as it is until reloaded
const REFRESH = `setInterval(async () => {
  const answer = await fetch(location.href).catch(() => undefined)
  if (!answer?.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (next && !part.contains(document.activeElement)) part.innerHTML = next.innerHTML
  }
}, 3000)`

export function layout(title: string, content: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Virtual MikroTik</title>
<link rel="icon" href="data:,">
<style>${STYLES}</style>
</head>
<body>
<header><div><a href="/">Virtual MikroTik</a><p>Routers and phones to try the portal with</p></div></header>
<main>${content.text}</main>
<script>${REFRESH}</script>
</body>
</html>
`
}
