/** Attribute words of a command: `=name=value`. */
export function commandWords(args: Record<string, string>): string[] {
  return Object.entries(args).map(([name, value]) => `=${propertyName(name)}=${value}`)
}

/**
 * Words of a print: the property list, then a `?name=value` for each property that must
 * match. RouterOS takes several query words together as "and".
 */
export function printWords(query: Record<string, string>, proplist: string[]): string[] {
  const wanted = proplist.map(propertyName).join(',')
  return [
    ...(wanted ? [`=.proplist=${wanted}`] : []),
    ...Object.entries(query).map(([name, value]) => `?${propertyName(name)}=${value}`),
  ]
}

/** Names come from code, not from people; a wrong one would change the sentence's meaning. */
function propertyName(name: string) {
  if (/^\.?[a-z0-9][a-z0-9-]*$/i.test(name)) return name
  throw new TypeError(`"${name}" is not the name of a RouterOS property`)
}
