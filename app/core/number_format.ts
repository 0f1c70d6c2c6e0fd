const formats = new Map<string, Intl.NumberFormat>()

/** A number format, made once: building one costs more than a page's worth of using it. */
export function numberFormat(
  locale: string,
  options: Intl.NumberFormatOptions = {}
): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known

  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}
