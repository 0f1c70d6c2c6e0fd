import { RouterConnectionLost, RouterTimeout, type RouterApiError } from './router_api_errors.js'
import { type RouterSession } from './router_session.js'

/**
 * A session as one borrower sees it: it ends for him when he is done or his time is up,
 * while the connection goes on for the others.
 */
export class LentSession implements RouterSession {
  #session: RouterSession
  #over: (() => RouterApiError) | undefined
  #deadline: NodeJS.Timeout

  constructor(session: RouterSession, where: string, withinMs: number) {
    this.#session = session
    this.#deadline = setTimeout(() => {
      this.#over = () =>
        new RouterTimeout(`What was to be done at the router ${where} took over ${withinMs} ms.`)
    }, withinMs)
    this.#deadline.unref()
  }

  giveBack(): void {
    clearTimeout(this.#deadline)
    this.#over = () =>
      new RouterConnectionLost('The command was not sent: its borrower gave the session back.')
  }

  print(menu: string, query?: Record<string, string>, proplist?: string[]) {
    return this.#use((session) => session.print(menu, query, proplist))
  }

  run(command: string, args?: Record<string, string>) {
    return this.#use((session) => session.run(command, args))
  }

  add(menu: string, args: Record<string, string>) {
    return this.#use((session) => session.add(menu, args))
  }

  set(menu: string, id: string, args: Record<string, string>) {
    return this.#use((session) => session.set(menu, id, args))
  }

  remove(menu: string, id: string) {
    return this.#use((session) => session.remove(menu, id))
  }

  #use<T>(command: (session: RouterSession) => Promise<T>): Promise<T> {
    if (!this.#over) return command(this.#session)
    const refused = Promise.reject<T>(this.#over())
    refused.catch(() => {})
    return refused
  }
}
