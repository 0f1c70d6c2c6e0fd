/** The variables that a command may use where it stands; parsed scripts are refused for others. */
export class NamesInScope {
  readonly #names = new Set<string>()

  private constructor(
    private readonly outer: NamesInScope | undefined,
    /** Inside a function, or a command's own `do`, undeclared names are arguments or properties. */
    private readonly open: boolean
  ) {}

  static root(names: Iterable<string> = [], open = false): NamesInScope {
    const scope = new NamesInScope(undefined, open)
    for (const name of names) scope.declare(name)
    return scope
  }

  inner(): NamesInScope {
    return new NamesInScope(this, false)
  }

  /** Functions see nothing of what surrounds them. */
  static function(): NamesInScope {
    return new NamesInScope(undefined, true)
  }

  /** The `do` of a menu command sees what surrounds it and the command's properties. */
  withProperties(): NamesInScope {
    return new NamesInScope(this, true)
  }

  declare(name: string): void {
    this.#names.add(name)
  }

  knows(name: string): boolean {
    return this.open || this.#names.has(name) || (this.outer?.knows(name) ?? false)
  }
}
