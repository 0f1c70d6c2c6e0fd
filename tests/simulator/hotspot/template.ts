export type TemplateVariables = Readonly<Record<string, string>>

const HTML_UNSAFE: Record<string, string> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/**
 * `$(name)` safe inside HTML (RouterOS since 7.19.2, CVE-2025-6563), `$(name-esc)`
 * escaped for a URL; unknown names are empty.
 */
function valueOf(name: string, variables: TemplateVariables): string {
  const plain = variables[name]
  if (plain !== undefined) return plain.replace(/[<>"]/g, (unsafe) => HTML_UNSAFE[unsafe] ?? '')
  return name.endsWith('-esc') ? encodeURIComponent(variables[name.slice(0, -4)] ?? '') : ''
}

/** `name`, `name == 'x'` or `name != 'x'`. */
function holds(condition: string, variables: TemplateVariables): boolean {
  const [, name, operator, wanted] =
    /^\s*([\w-]+)\s*(?:(==|!=)\s*['"]?(.*?)['"]?\s*)?$/.exec(condition) ?? []
  const value = valueOf(name ?? '', variables)
  if (operator === undefined) return value !== '' && value !== 'no'
  return (value === wanted) === (operator === '==')
}

interface Branch {
  /** Whether the text is written at present. */
  open: boolean
  /** Whether one branch of this condition was already written. */
  taken: boolean
}

/**
 * A hotspot page with its variables filled in, server-side, as RouterOS does
 * (MikroTik, hotspot customisation): `$(var)`, `$(var-esc)`, `$(if …)`,
 * `$(elif …)`, `$(else)`, `$(endif)`.
 */
export function renderTemplate(template: string, variables: TemplateVariables): string {
  const branches: Branch[] = []
  let page = ''
  let last = 0
  const writing = () => branches.every((branch) => branch.open)

  for (const found of template.matchAll(/\$\(([^)]*)\)/g)) {
    if (writing()) page += template.slice(last, found.index)
    last = found.index + found[0].length
    const [, word, condition] = /^(if|elif|else|endif)\b\s*(.*)$/.exec(found[1] ?? '') ?? []
    const branch = branches.at(-1)
    if (word === 'if') {
      const open = holds(condition ?? '', variables)
      branches.push({ open, taken: open })
    } else if (word === 'endif') {
      branches.pop()
    } else if (word !== undefined && branch !== undefined) {
      branch.open = !branch.taken && (word === 'else' || holds(condition ?? '', variables))
      branch.taken ||= branch.open
    } else if (writing()) {
      page += valueOf(found[1] ?? '', variables)
    }
  }
  return writing() ? page + template.slice(last) : page
}

/** Octets as the CHAP variables carry them into the page's script: `\123` octal escapes. */
export function octalEscapes(octets: Buffer): string {
  return [...octets].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('')
}
