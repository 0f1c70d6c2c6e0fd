import { createHash, createHmac } from 'node:crypto'
import type { StandInRequest } from '../kit/request.js'
import { refuse } from './xml.js'

/** How far a signature's time may be from ours (AWS, "Signing API requests"). */
const SKEW_MS = 15 * 60 * 1000
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([a-z0-9-]+)\/sns\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

export interface Signed {
  accessKeyId: string
  region: string
  /** Whether the request was signed with this secret. */
  isSignedWith(secret: string): boolean
}

/** Reads AWS Signature Version 4. @throws Refused when there is none, or it is of another time */
export function readSignature(request: StandInRequest, nowMs: number): Signed {
  const header = request.header('authorization')
  if (header === undefined)
    refuse(403, 'MissingAuthenticationToken', 'Missing Authentication Token')
  const match = AUTHORIZATION.exec(header)
  if (!match) refuse(400, 'IncompleteSignature', 'The Authorization header is not understood')
  const [, accessKeyId = '', day = '', region = '', names = '', signature = ''] = match
  const at = request.header('x-amz-date') ?? ''
  if (!at.startsWith(day) || !(Math.abs(timeOf(at) - nowMs) <= SKEW_MS)) {
    refuse(403, 'SignatureDoesNotMatch', 'Signature expired or not yet current')
  }
  const signed = names.split(';')
  if (!signed.includes('host') || !signed.includes('x-amz-date')) {
    refuse(403, 'SignatureDoesNotMatch', "'host' and 'x-amz-date' must be signed headers")
  }

  return {
    accessKeyId,
    region,
    isSignedWith(secret) {
      const scope = `${day}/${region}/sns/aws4_request`
      const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical(request, signed))].join('\n')
      const key = [day, region, 'sns', 'aws4_request'].reduce(
        (parent: string | Buffer, part) => hmac(parent, part),
        `AWS4${secret}`
      )
      return hmac(key, toSign).toString('hex') === signature
    },
  }
}

/** The canonical request; the calls we serve have no query, and one path. */
function canonical(request: StandInRequest, signed: readonly string[]): string {
  const headers = signed.map((name) => {
    const value = (request.header(name) ?? '').trim().replaceAll(/ +/g, ' ')
    return `${name}:${value}\n`
  })
  return [
    request.method,
    request.path,
    request.query.toString(),
    headers.join(''),
    signed.join(';'),
    sha256(request.body),
  ].join('\n')
}

/** `20260607T111234Z`; NaN for what is no such time. */
function timeOf(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  const [, year, month, day, hour, minute, second] = match ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
