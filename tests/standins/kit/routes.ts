import type { Reply } from './reply.js'
import type { StandInRequest } from './request.js'

export type Handler = (request: StandInRequest) => Reply | Promise<Reply>

interface Route {
  method: string
  segments: string[]
  handler: Handler
}

export interface RouteMatch {
  handler: Handler
  params: Record<string, string>
}

/** A route table: literal segments, and `:name` for one segment of any content. */
export class Routes {
  readonly #routes: Route[] = []

  add(method: string, pattern: string, handler: Handler): this {
    this.#routes.push({ method, segments: pattern.split('/'), handler })
    return this
  }

  match(method: string, path: string): RouteMatch | undefined {
    const segments = path.split('/')
    for (const route of this.#routes) {
      if (route.method !== method || route.segments.length !== segments.length) continue
      const params = matchSegments(route.segments, segments)
      if (params) return { handler: route.handler, params }
    }
    return undefined
  }

  /** Whether the path exists under some other method. */
  knows(path: string): boolean {
    const segments = path.split('/')
    return this.#routes.some(
      (route) =>
        route.segments.length === segments.length && matchSegments(route.segments, segments)
    )
  }
}

function matchSegments(pattern: string[], actual: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const found = actual[index] ?? ''
    if (expected.startsWith(':')) params[expected.slice(1)] = decode(found)
    else if (expected !== found) return undefined
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
