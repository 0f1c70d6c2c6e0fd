import { dirname } from 'node:path'
import { debian, program } from './debian_packages.mjs'
import { inLocal, node } from './paths.mjs'

const NODE_ENVS = { up: 'production', bench: 'production' }
const LOG_LEVELS = { up: 'info', bench: 'error' }
const HOST = '127.0.0.1'

/** The settings of an instance's programs, under the names production uses too. */
export function environment(instance) {
  const { ports, secrets, kind } = instance
  return {
    NODE_ENV: NODE_ENVS[kind] ?? 'test',
    TZ: 'UTC',
    HOST,
    PORT: `${ports.web}`,
    APP_KEY: secrets.get('app_key'),
    APP_URL: `http://localhost:${ports.web}`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? LOG_LEVELS[kind] ?? 'warn',
    DB_HOST: HOST,
    DB_PORT: `${ports.postgres}`,
    DB_DATABASE: 'portico',
    DB_USER: 'portico_app',
    DB_PASSWORD: secrets.get('app_password'),
    DB_OWNER_HOST: HOST,
    DB_OWNER_PORT: `${ports.postgres}`,
    DB_OWNER_USER: 'portico_owner',
    DB_OWNER_PASSWORD: secrets.get('owner_password'),
    ...(ports.pgbouncer && { PGBOUNCER_HOST: HOST, PGBOUNCER_PORT: `${ports.pgbouncer}` }),
    REDIS_HOST: HOST,
    REDIS_PORT: `${ports.redis}`,
    RADIUS_DB_USER: 'portico_radius',
    RADIUS_DB_PASSWORD: secrets.get('radius_password'),
    RADIUS_DB_HOST: HOST,
    RADIUS_DB_PORT: `${ports.postgres}`,
    RADIUS_DB_NAME: 'portico',
    RADIUS_HOST: HOST,
    ...(kind === 'test' && {
      // Their processes start all the time, and load the same files.
      NODE_COMPILE_CACHE: inLocal('compile-cache'),
      // Nobody is to wait for half a minute until FreeRADIUS has forgotten a secret.
      RADIUS_CLIENT_SECONDS: '5',
      // A server that is told of and not there: tests/e2e/routers/reach.spec.ts starts a real one.
      WIREGUARD_ENDPOINT: 'tunnels.portico.test:51820',
      WIREGUARD_PUBLIC_KEY: 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0s=',
    }),
    RADIUS_LISTEN_ADDRESS: HOST,
    // Short, so that a person sees usage count.
    ...(kind === 'up' && { RADIUS_INTERIM_SECONDS: '15' }),
    RADIUS_AUTH_PORT: `${ports.radius_auth}`,
    RADIUS_ACCT_PORT: `${ports.radius_acct}`,
    BKASH_BASE_URL: `http://${HOST}:${ports.bkash}/v1.2.0-beta`,
    BULKSMSBD_BASE_URL: `http://${HOST}:${ports.bulksmsbd}/api`,
    NAGAD_BASE_URL: `http://${HOST}:${ports.nagad}/remote-payment-gateway-1.0/api/dfs`,
    SHURJOPAY_BASE_URL: `http://${HOST}:${ports.shurjopay}`,
    SSLCOMMERZ_BASE_URL: `http://${HOST}:${ports.sslcommerz}`,
    MPESA_BASE_URL: `http://${HOST}:${ports.mpesa}`,
    RAZORPAY_BASE_URL: `http://${HOST}:${ports.razorpay}/v1`,
    STRIPE_BASE_URL: `http://${HOST}:${ports.stripe}`,
    AFRICASTALKING_BASE_URL: `http://${HOST}:${ports.africastalking}`,
    OAUTH_BASE_URL: `http://${HOST}:${ports.oauth}`,
    GOOGLE_CLIENT_ID: 'portico.apps.googleusercontent.com',
    GOOGLE_CLIENT_SECRET: secrets.get('google_client_secret'),
    GITHUB_CLIENT_ID: 'Iv1.0123456789abcdef',
    GITHUB_CLIENT_SECRET: secrets.get('github_client_secret'),
    // Tests start a mail server of their own, where they want one.
    ...(kind === 'up' && { SMTP_HOST: HOST, SMTP_PORT: `${ports.smtp}` }),
    OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
    PORTICO_INSTANCE: instance.name,
    // Tests and benchmarks break and measure things that the application's roles may not.
    ...(kind !== 'up' && {
      POSTGRES_SUPERUSER: 'postgres',
      POSTGRES_SUPERUSER_PASSWORD: secrets.get('postgres_password'),
    }),
    ...freeradiusPlaces(instance),
  }
}

/** Where FreeRADIUS and its parts are, for docker/freeradius and for tests that run their own. */
function freeradiusPlaces(instance) {
  return {
    RADIUS_BINARY: program('freeradius'),
    RADCLIENT_BIN: program('radclient'),
    RADIUS_LIBDIR: debian('usr/lib/freeradius'),
    RADIUS_DICTIONARIES: debian('usr/share/freeradius'),
    RADIUS_SQL_QUERIES: debian('etc/freeradius/3.0/mods-config/sql/main/postgresql/queries.conf'),
    RADIUS_RUN_DIR: instance.path('freeradius'),
  }
}

/** What a child process gets: ours, the instance's settings, Node 24 and the packages on PATH. */
export function childEnvironment(settings, more = {}) {
  const path = [dirname(node), debian('bin'), process.env.PATH].join(':')
  return { ...process.env, ...settings, ...more, PATH: path }
}
