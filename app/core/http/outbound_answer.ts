/** What the other side answered, whatever its status: reading it is the caller's business. */
export class HttpAnswer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly text: string
  ) {}

  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300
  }

  /** The body as JSON, or undefined when it is not JSON (which JSON itself cannot say). */
  json(): unknown {
    try {
      return JSON.parse(this.text)
    } catch {
      return undefined
    }
  }
}
