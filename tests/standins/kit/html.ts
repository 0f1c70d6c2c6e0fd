const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** The look all stand-in pages share: system fonts, no request beyond the page itself. */
const BASE_STYLE = `
*{box-sizing:border-box}
:root{--ink:#17212b;--soft:#586574;--line:#d5dce3;--ground:#f2f4f6;--card:#fff;--act:#1f5f8b;--stop:#9a2f2f}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.25rem;line-height:1.3;margin:0}
a{color:var(--act)}
input,button{font:inherit}
button,.button{display:inline-block;min-height:44px;padding:.55rem 1rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink);cursor:pointer;text-decoration:none}
button.main{background:var(--act);border-color:var(--act);color:#fff;font-weight:600}
input{width:100%;min-height:48px;padding:.5rem .75rem;border:1px solid #9aa6b2;border-radius:8px;background:#fff;color:inherit}
:focus-visible{outline:3px solid #7db4d8;outline-offset:1px}
`

export interface PageParts {
  title: string
  /** Trusted markup; escape what came from outside. */
  body: string
  style: string
  /** Trusted markup for the head. */
  head?: string
}

export function page({ title, body, style, head = '' }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${head}<style>${BASE_STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
