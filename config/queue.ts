import env from '#start/env'

/**
 * The queue listens for notifications, which a transaction pooler does not
 * carry, so it goes to the database server directly.
 */
export function appConnection() {
  return { ...server(), user: env.get('DB_USER'), password: env.get('DB_PASSWORD') }
}

export function ownerConnection() {
  return { ...server(), user: env.get('DB_OWNER_USER'), password: env.get('DB_OWNER_PASSWORD') }
}

function server() {
  return {
    host: env.get('DB_OWNER_HOST'),
    port: env.get('DB_OWNER_PORT'),
    database: env.get('DB_DATABASE'),
  }
}
