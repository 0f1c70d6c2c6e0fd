/** Work of the same name that is asked for while it is being done is done once, and shared. */
export class OneAtATime<T> {
  #underWay = new Map<string, Promise<T>>()

  run(name: string, work: () => Promise<T>): Promise<T> {
    const found = this.#underWay.get(name)
    if (found) return found
    const begun = work().finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, begun)
    return begun
  }
}
