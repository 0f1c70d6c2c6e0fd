import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import redis from '@adonisjs/redis/services/main'

/** Can this process serve? It can when it reaches its database and Redis. */
@inject()
export default class HealthController {
  constructor(private db: Database) {}

  async handle({ response, logger }: HttpContext) {
    try {
      await Promise.all([this.db.connection('app').rawQuery('select 1'), redis.ping()])
      return { status: 'ok' }
    } catch (error) {
      logger.error({ err: error }, 'health')
      return response.serviceUnavailable({ status: 'unavailable' })
    }
  }
}
