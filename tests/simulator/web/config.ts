import type { RadiusOptions } from '../menus/factory.js'
import type { VirtualRouterOptions } from '../virtual_router.js'
import { Fields, InvalidInput } from './json.js'

export interface RouterConfig extends VirtualRouterOptions {
  /** How many phones lie beside it at the start. */
  phones: number
}

export interface SimulatorConfig {
  web: { host: string; port: number }
  routers: RouterConfig[]
}

const ROUTER_FIELDS = [
  'address',
  'identity',
  'version',
  'apiPort',
  'apiUser',
  'apiPassword',
  'radius',
  'requireMessageAuth',
  'coaPort',
  'portalUrl',
  'loginHtml',
  'profile',
  'interimSeconds',
  'hotspotName',
  'pool',
  'loginStyle',
  'firstGatewayPort',
  'phones',
  'hotspot',
  'apiSslPort',
  'apiSslCertificate',
  'clockOffsetSeconds',
  'missingPackages',
  'serial',
  'deviceMode',
]

function readRadius(value: unknown): RadiusOptions | undefined {
  if (value === undefined || value === null) return undefined
  const fields = new Fields(value, 'radius')
  fields.only(['address', 'authPort', 'acctPort', 'secret', 'timeoutMs'])
  return {
    address: fields.text('address'),
    authPort: fields.number('authPort'),
    acctPort: fields.number('acctPort'),
    secret: fields.text('secret'),
    timeoutMs: fields.number('timeoutMs', 300) ?? 300,
  }
}

/** One of these words, or undefined when the field is absent. Throws InvalidInput. */
function oneOf<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[]
): Word | undefined {
  const given = fields.text(name, undefined)
  const word = words.find((one) => one === given)
  if (given !== undefined && word === undefined)
    throw new InvalidInput(`${name} must be ${words.join(', ')}`)
  return word
}

/** What a router came with: its factory state, its clock, its packages and what its device-mode allows. */
function readStates(fields: Fields): Partial<VirtualRouterOptions> {
  const mode = oneOf(fields, 'deviceMode', ['home', 'basic', 'advanced', 'rose'])
  return {
    hotspot: oneOf(fields, 'hotspot', ['configured', 'none']),
    apiSslPort: fields.number('apiSslPort', undefined),
    apiSslCertificate: oneOf(fields, 'apiSslCertificate', ['self-signed', 'none']),
    clockOffsetSeconds: fields.number('clockOffsetSeconds', undefined),
    missingPackages: fields.list('missingPackages').map(String),
    serial: fields.text('serial', undefined),
    ...(mode === undefined ? {} : { deviceMode: { mode } }),
  }
}

function readRouter(value: unknown, index: number): RouterConfig {
  const fields = new Fields(value, `routers[${index}]`).only(ROUTER_FIELDS)
  const style = fields.text('loginStyle', 'plain')
  if (style !== 'plain' && style !== 'challenge')
    throw new InvalidInput('loginStyle must be plain or challenge')
  const options: VirtualRouterOptions = {
    address: fields.text('address'),
    identity: fields.text('identity', undefined),
    version: fields.text('version', undefined),
    apiPort: fields.number('apiPort', undefined),
    apiUser: fields.text('apiUser', undefined),
    apiPassword: fields.text('apiPassword', undefined),
    radius: readRadius(fields.raw('radius')),
    requireMessageAuth: fields.flag('requireMessageAuth', undefined),
    coaPort: fields.number('coaPort', undefined),
    portalUrl: fields.text('portalUrl', undefined),
    loginHtml: fields.text('loginHtml', undefined),
    profile: fields.texts('profile'),
    interimSeconds: fields.number('interimSeconds', undefined),
    hotspotName: fields.text('hotspotName', undefined),
    pool: fields.text('pool', undefined),
    firstGatewayPort: fields.number('firstGatewayPort', undefined),
    loginStyle: style,
    ...readStates(fields),
  }
  return { ...options, phones: fields.number('phones', 0) ?? 0 }
}

/** Reads the configuration file's JSON. Throws InvalidInput naming what is wrong. */
export function readConfig(value: unknown): SimulatorConfig {
  const fields = new Fields(value, 'configuration').only(['web', 'routers'])
  const web = new Fields(fields.raw('web'), 'web').only(['host', 'port'])
  return {
    web: { host: web.text('host'), port: web.number('port') },
    routers: fields.list('routers').map(readRouter),
  }
}
