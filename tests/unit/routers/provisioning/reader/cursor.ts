/** A place in a script, and what may be read from there. */
export class Cursor {
  at = 0

  constructor(readonly text: string) {}

  get rest(): string {
    return this.text.slice(this.at)
  }

  get char(): string {
    return this.text[this.at] ?? ''
  }

  /** Takes what the pattern finds right here. */
  take(pattern: RegExp): string | undefined {
    const found = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`)
    found.lastIndex = this.at
    const match = found.exec(this.text)
    if (!match) return undefined
    this.at = found.lastIndex
    return match[0]
  }

  expect(text: string): void {
    if (!this.rest.startsWith(text)) this.fail(`expected ${text}`)
    this.at += text.length
  }

  /** @throws always */
  fail(why: string): never {
    const line = this.text.slice(0, this.at).split('\n').length
    throw new Error(`line ${line}: ${why}, at ${JSON.stringify(this.rest.slice(0, 60))}`)
  }
}
