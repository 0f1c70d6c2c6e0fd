import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { METADATA, PAGING } from './known.js'
import { mergedMetadata } from './metadata.js'
import { pageOf } from './pages.js'
import type { PortalConfiguration, PortalFeatures } from './session_records.js'
import { portalConfigurationView } from './session_views.js'
import type { BillingWorld } from './world.js'

const CONFIGURATION = [
  'default_return_url',
  'features[customer_update][allowed_updates][#]',
  'features[customer_update][enabled]',
  'features[invoice_history][enabled]',
  'features[payment_method_update][enabled]',
  'features[subscription_cancel][enabled]',
  'features[subscription_update][enabled]',
  'name',
  ...METADATA,
]
const NOTHING: PortalFeatures = {
  customerUpdates: null,
  invoices: false,
  cards: false,
  cancelling: false,
  switching: false,
}

/** docs.stripe.com/api/customer_portal/configurations. Those made by API are not the default one. */
export function addPortalConfigurationRoutes(api: Api, world: BillingWorld): void {
  const configurations = world.portalConfigurations
  configurations.put(fromTheDashboard(world.now()))
  api
    .add('POST', '/billing_portal/configurations', CONFIGURATION, ({ params }) => {
      if (!params.has('features')) throw missing('features')
      const now = world.now()
      return tell(world, 'created', {
        id: stripeId('bpc'),
        isDefault: false,
        active: true,
        name: params.text('name') ?? null,
        returnUrl: params.url('default_return_url') ?? null,
        features: parseFeatures(params, NOTHING),
        metadata: params.metadata(),
        created: now,
        updated: now,
      })
    })
    .add('GET', '/billing_portal/configurations', ['active', 'is_default', ...PAGING], (call) => {
      const [active, isDefault] = [call.params.flag('active'), call.params.flag('is_default')]
      const found = configurations
        .all()
        .filter((one) => active === undefined || one.active === active)
        .filter((one) => isDefault === undefined || one.isDefault === isDefault)
      const address = '/v1/billing_portal/configurations'
      return pageOf(found, call.params, address, portalConfigurationView)
    })
    .add('GET', '/billing_portal/configurations/:id', [], ({ id }) =>
      portalConfigurationView(configurations.of(id))
    )
    .add(
      'POST',
      '/billing_portal/configurations/:id',
      ['active', ...CONFIGURATION],
      ({ id, params }) => {
        const before = configurations.of(id)
        return tell(world, 'updated', {
          ...before,
          active: params.flag('active') ?? before.active,
          name: params.text('name') ?? before.name,
          returnUrl: params.url('default_return_url') ?? before.returnUrl,
          features: parseFeatures(params, before.features),
          metadata: mergedMetadata(before.metadata, params),
          updated: world.now(),
        })
      }
    )
}

function tell(world: BillingWorld, what: string, configuration: PortalConfiguration) {
  const view = portalConfigurationView(world.portalConfigurations.put(configuration))
  world.tell(`billing_portal.configuration.${what}`, view)
  return view
}

/** What is not named stays as it was. */
function parseFeatures(params: Params, before: PortalFeatures): PortalFeatures {
  const flag = (name: string) => params.flag(`features[${name}][enabled]`)
  const updates = flag('customer_update')
  return {
    customerUpdates:
      updates === undefined
        ? before.customerUpdates
        : updates
          ? params.list('features[customer_update][allowed_updates]')
          : null,
    invoices: flag('invoice_history') ?? before.invoices,
    cards: flag('payment_method_update') ?? before.cards,
    cancelling: flag('subscription_cancel') ?? before.cancelling,
    switching: flag('subscription_update') ?? before.switching,
  }
}

/** The one that an account has saved in its Dashboard: here it allows everything. */
function fromTheDashboard(now: number): PortalConfiguration {
  return {
    id: stripeId('bpc'),
    isDefault: true,
    active: true,
    name: null,
    returnUrl: null,
    features: {
      customerUpdates: ['email', 'address', 'tax_id'],
      invoices: true,
      cards: true,
      cancelling: true,
      switching: true,
    },
    metadata: {},
    created: now,
    updated: now,
  }
}
