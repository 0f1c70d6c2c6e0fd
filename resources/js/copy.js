const ICON =
  '<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" ' +
  'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">' +
  '<path d="M8 10a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2z"/>' +
  '<path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"/></svg>'

/** Adds a copy button to selectable text; without a clipboard (plain HTTP) there is none. */
export function addCopyButtons(element) {
  if (!navigator.clipboard) return

  const { copyLabel, copiedLabel } = element.dataset
  const text = element.querySelector('[data-copy-text]')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy-button'
  button.innerHTML = ICON
  const label = document.createElement('span')
  label.setAttribute('role', 'status')
  label.textContent = copyLabel
  button.append(label)

  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text.textContent.trim())
    label.textContent = copiedLabel
    setTimeout(() => (label.textContent = copyLabel), 2000)
  })
  element.append(button)
  return () => button.remove()
}
