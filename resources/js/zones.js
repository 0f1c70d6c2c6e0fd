/**
 * Says what follows from the chosen country, and offers time zones only where it has several, and
 * only its own.
 */
export function followCountry(field) {
  const facts = JSON.parse(field.dataset.facts)
  const country = document.querySelector(`select[name="${field.dataset.countryFacts}"]`)
  const zone = field.querySelector('select')
  const zoneField = zone.closest('[data-zone-field]')

  function say({ currency, dialling, timezone }) {
    const said = { currency, dialling, timezone: zone.value || timezone }
    for (const place of field.querySelectorAll('[data-fact]')) {
      place.textContent = said[place.dataset.fact]
    }
  }

  function follow() {
    const own = facts[country.value] ?? { zones: [] }
    zoneField.hidden = own.zones.length === 0
    for (const option of zone.options) {
      option.hidden = option.disabled = option.value !== '' && !own.zones.includes(option.value)
    }
    if (zone.selectedOptions[0]?.disabled) zone.value = ''
    say(own)
  }

  country.addEventListener('change', follow)
  zone.addEventListener('change', follow)
  field.querySelector('[data-facts-list]').hidden = false
  follow()
}
