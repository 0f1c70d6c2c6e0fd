import ViteProvider from '@adonisjs/vite/vite_provider'

/**
 * Assets are built before we start, everywhere: no development server of
 * Vite's beside ours, which the package would start for tests.
 */
export default class BuiltAssetsProvider extends ViteProvider {
  override async start() {}
  override async shutdown() {}
}
