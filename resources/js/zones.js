/** Offers time zones only where the chosen country has several, and only its own. */
export function followCountry(field) {
  const zones = JSON.parse(field.dataset.zones)
  const country = document.querySelector(`select[name="${field.dataset.zonesOf}"]`)
  const select = field.querySelector('select')

  function follow() {
    const own = zones[country.value] ?? []
    field.hidden = own.length === 0
    for (const option of select.options) {
      option.hidden = option.disabled = option.value !== '' && !own.includes(option.value)
    }
    if (select.selectedOptions[0]?.disabled) select.value = ''
  }

  country.addEventListener('change', follow)
  follow()
}
