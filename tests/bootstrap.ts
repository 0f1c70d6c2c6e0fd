import { assert } from '@japa/assert'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import type { Config } from '@japa/runner/types'
import { startWorld } from '#tests/support/world'

export const plugins: Config['plugins'] = [assert(), pluginAdonisJS(app)]

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [],
  teardown: [],
}

/** Suites that speak to the application find it listening on APP_URL, at work, in its world. */
export const configureSuite: Config['configureSuite'] = (suite) => {
  if (['functional', 'e2e', 'browser'].includes(suite.name)) {
    suite.setup(() => testUtils.httpServer().start())
    suite.setup(() => startWorld())
  }
}
