/** For tests in TypeScript; the scripts themselves run before any compiler is installed. */
export class Instance {
  constructor(name: string)
  readonly directory: string
  readonly ports: Record<string, number>
  open(services: readonly string[]): Promise<this>
  path(...parts: string[]): string
}
