import type Tenant from '#tenancy/models/tenant'

export interface TenantSettings {
  taxPercent: number
  taxInclusive: boolean
  /** What receipts call the tax: VAT, GST; ours when empty. */
  taxName: string
  /** The ISP's number with the tax office, for receipts; none when empty. */
  taxNumber: string
  /** "Your balance is low" at this share of the data left; 0 sends none. */
  lowBalancePercent: number
  /** …and at this many minutes left; 0 sends none. */
  lowBalanceMinutes: number
  replacementCooldownMinutes: number
  replacementsPerDay: number
  /**
   * Who ends the session of a suspended customer: we, at once, by Disconnect-Request or by a
   * logout through the API, or the router by its limits.
   */
  suspendBy: 'disconnect' | 'logout' | 'router'
  staleDeviceDays: number
  receiptNote: string
  /** Who hears of trouble with routers, as app/routers/health/alert_settings.ts reads it. */
  alerts?: unknown
  /** The ISP's own SMS texts and switched-off ones, as app/messaging/texts/own_texts.ts reads them. */
  smsTexts?: unknown
  /** When customers get no SMS, as app/messaging/quiet_hours.ts reads it. */
  smsQuiet?: unknown
  /** Countries, ISO 3166 alpha-2, whose numbers codes are sent to; none is the ISP's own. */
  smsCountries: string[]
  /** Messages of all kinds in a day of the tenant's. */
  smsPerDay: number
  /** What unpaid devices may reach besides portal and gateways, as the operator wrote it. */
  walledGardenHosts: string[]
  /** Push the description's Layer7 rules, too. */
  walledGardenLayer7: boolean
  /** A short, slow way out for banks' own pages, while a payment waits; per number and per MAC. */
  paymentWindow: boolean
  paymentWindowMinutes: number
  paymentWindowKbps: number
  paymentWindowsPerDay: number
  /** The list of what is left to set up is put away. */
  setupHidden: boolean
  /** Above the form of the portal, in the ISP's own words; none when empty. */
  portalWelcome: string
  /** Whom customers call, E.164; nobody when empty. */
  supportPhone: string
  /** What customers agree to by going on, in the ISP's own words; none when empty. */
  portalTerms: string
}

const DEFAULTS: TenantSettings = {
  taxPercent: 0,
  taxInclusive: true,
  taxName: '',
  taxNumber: '',
  lowBalancePercent: 10,
  lowBalanceMinutes: 0,
  replacementCooldownMinutes: 10,
  replacementsPerDay: 3,
  suspendBy: 'disconnect',
  staleDeviceDays: 60,
  receiptNote: '',
  smsCountries: [],
  smsPerDay: 20_000,
  walledGardenHosts: [],
  walledGardenLayer7: false,
  paymentWindow: true,
  paymentWindowMinutes: 5,
  paymentWindowKbps: 512,
  paymentWindowsPerDay: 3,
  setupHidden: false,
  portalWelcome: '',
  supportPhone: '',
  portalTerms: '',
}

/** What the ISP decided, and our defaults for the rest. */
export function tenantSettings(tenant: Pick<Tenant, 'settings'>): TenantSettings {
  return { ...DEFAULTS, ...tenant.settings }
}
