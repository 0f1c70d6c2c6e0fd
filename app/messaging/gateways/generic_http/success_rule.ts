import type { ProviderCredentials } from '#core/http/provider'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { textOf } from '../answer_fields.js'
import { valueAt, type JsonPath } from './json_path.js'

/**
 * How an answer says yes. Values are compared as they are, there are no regular expressions: an
 * operator's pattern over a stranger's answer can be made to run for hours, and Node has no
 * engine that is bound to linear time.
 */
export interface SuccessRule {
  /** Null for any from 200 to 299. */
  status: number | null
  /** Null for the whole answer. */
  path: JsonPath | null
  match: 'equals' | 'contains' | 'present'
  value: string
}

/** @param wrong gets the form's inputs that are amiss */
export function readSuccessRule(
  credentials: ProviderCredentials,
  path: JsonPath | null,
  wrong: Set<string>
): SuccessRule {
  const entered = credentials['success_rule']
  const match = entered === 'contains' || entered === 'present' ? entered : 'equals'
  const value = credentials['success_value'] ?? ''
  if (match === 'present' && !path) wrong.add('success_path')
  if (match !== 'present' && value === '') wrong.add('success_value')

  const status = credentials['success_status'] ?? ''
  if (!/^(?:2\d\d)?$/.test(status)) wrong.add('success_status')
  return { status: status === '' ? null : Number(status), path, match, value }
}

export function saysYes(answer: HttpAnswer, rule: SuccessRule): boolean {
  const expected = rule.status === null ? answer.isSuccess : answer.status === rule.status
  if (!expected || isPage(answer.text)) return false
  const found = rule.path ? scalarOf(valueAt(rule.path, answer.json())) : answer.text.trim()
  if (rule.match === 'present') return found !== ''
  return rule.match === 'equals' ? found === rule.value : found.includes(rule.value)
}

/** A value as text; empty for lists, objects and what is not there. */
export function scalarOf(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : textOf(value)
}

/** A page for people is not from a gateway, whatever words it has. */
function isPage(text: string): boolean {
  return /^\s{0,20}<(?:!doctype html|html)\b/i.test(text)
}
