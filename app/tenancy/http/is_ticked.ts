/**
 * Was a box of the form ticked? Of `vine.accepted()` comes what was posted, "1"
 * or "on", and not the `true` its type speaks of; an empty box posts nothing.
 */
export function isTicked(accepted: unknown): boolean {
  return Boolean(accepted)
}
