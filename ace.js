/**
 * Registers the TypeScript loader, then hands over to the console kernel.
 * The production build replaces this file with its compiled twin.
 */
import '@poppinss/ts-exec'

await import('./bin/console.js')
