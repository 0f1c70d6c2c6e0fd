import { noSuch } from '../stripe/refusals.js'

/** Things of one kind by their number. */
export class Shelf<Thing extends { id: string }> {
  readonly #things = new Map<string, Thing>()

  /** @param kind as refusals name it: `No such customer: …` */
  constructor(readonly kind: string) {}

  put(thing: Thing): Thing {
    this.#things.set(thing.id, thing)
    return thing
  }

  find(id: string | null | undefined): Thing | undefined {
    return this.#things.get(id ?? '')
  }

  /** @throws Refusal resource_missing: 404 of an address, 400 of a parameter. */
  of(id: string, param?: string): Thing {
    const thing = this.find(id)
    if (thing) return thing
    throw noSuch(this.kind, id, param, param === undefined ? 404 : 400)
  }

  /** The newest first, as Stripe lists. */
  all(): Thing[] {
    return [...this.#things.values()].reverse()
  }

  content(): Map<string, Thing> {
    return this.#things
  }

  /** What was there before goes. */
  fill(content: Map<string, Thing>): void {
    this.#things.clear()
    for (const thing of content.values()) this.put(thing)
  }

  remove(id: string): void {
    this.#things.delete(id)
  }
}
