/** Small helps for forms: filters that apply themselves, a colour seen at once, no double submit. */
export function improveForms(form) {
  if ('autoSubmit' in form.dataset) {
    form.addEventListener('change', (event) => {
      if (event.target.matches('select')) form.requestSubmit()
    })
  }

  form.querySelector('[data-brand-preview]')?.addEventListener('input', (event) => {
    document.documentElement.style.setProperty('--brand', event.target.value)
  })

  if (form.method === 'post') {
    form.addEventListener('submit', () => form.setAttribute('aria-busy', 'true'))
    window.addEventListener('pageshow', () => form.removeAttribute('aria-busy'))
  }
}
