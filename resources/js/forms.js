/** Small helps for forms: filters that apply themselves, fields that switch others off, no double submit. */
export function improveForms(form) {
  if ('autoSubmit' in form.dataset) {
    form.addEventListener('change', (event) => {
      if (event.target.matches('select')) form.requestSubmit()
    })
  }

  for (const box of form.querySelectorAll('[data-disables]')) {
    const sync = () => {
      for (const name of box.dataset.disables.split(' ')) form.elements[name].disabled = box.checked
    }
    box.addEventListener('change', sync)
    sync()
  }

  form.querySelector('[data-brand-preview]')?.addEventListener('input', (event) => {
    document.documentElement.style.setProperty('--brand', event.target.value)
  })

  if (form.method === 'post') {
    form.addEventListener('submit', () => form.setAttribute('aria-busy', 'true'))
    window.addEventListener('pageshow', () => form.removeAttribute('aria-busy'))
  }
}
