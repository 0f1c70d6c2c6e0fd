import type { I18n } from '@adonisjs/i18n'

/** First match wins: Edge and Opera say Chrome too, Chrome says Safari, Android says Linux. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

export interface Device {
  /** Null when the header names none we know. */
  browser: string | null
  system: string | null
}

/** What people call the thing a User-Agent header (RFC 9110 §10.1.5) comes from. */
export function deviceOf(userAgent: string): Device {
  return { browser: first(BROWSERS, userAgent), system: first(SYSTEMS, userAgent) }
}

/** The same in one word or two, for a page or a letter. */
export function deviceName(i18n: I18n, userAgent: string): string {
  const { browser, system } = deviceOf(userAgent)
  if (browser && system) return i18n.t('account.device_on', { browser, system })
  return browser ?? system ?? i18n.t('account.device_unknown')
}

function first(known: readonly [RegExp, string][], userAgent: string): string | null {
  return known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null
}
