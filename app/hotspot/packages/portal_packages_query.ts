import Package from '#hotspot/packages/package'

/** What a customer on the portal may buy: active hotspot packages with a price. */
export function portalPackagesQuery() {
  return Package.query()
    .where({ customerType: 'hotspot', active: true, isTrial: false })
    .orderBy('position')
    .orderBy('price_minor')
}
