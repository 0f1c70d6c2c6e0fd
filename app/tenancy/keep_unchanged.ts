/** What was typed over what is stored; a field left empty keeps its stored value. */
export function keepUnchanged(
  stored: Record<string, unknown>,
  typed: Record<string, unknown>
): Record<string, unknown> {
  const entered = Object.entries(typed).filter(([, value]) => value !== null && value !== '')
  return { ...stored, ...Object.fromEntries(entered) }
}
