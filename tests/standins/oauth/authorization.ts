import type { StandInRequest } from '../kit/request.js'

/** `Bearer …`, and GitHub's older `token …`. */
export function bearerOf(request: StandInRequest): string | undefined {
  return /^(?:Bearer|token) (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
}

/** RFC 7617, by which a client may say who it is (RFC 6749 §2.3.1). */
export function basicOf(request: StandInRequest): { user: string; password: string } | undefined {
  const given = /^Basic (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
  if (given === undefined) return undefined
  const [user = '', password = ''] = Buffer.from(given, 'base64').toString('utf8').split(':')
  return { user: decodeURIComponent(user), password: decodeURIComponent(password) }
}
