export type CaptiveBrowser = 'ios' | 'android'

/**
 * The small window that a phone opens by itself for a Wi-Fi's login page, as far as it can be
 * told: Apple's names no Safari among its parts, Android's is a WebView ("; wv"). Both forget
 * everything when they close, and open no tabs and no apps (facts §3 c).
 */
export function captiveBrowser(userAgent: string): CaptiveBrowser | null {
  const isApple = /\b(?:iPhone|iPad|iPod|Macintosh)\b.*\bAppleWebKit\//.test(userAgent)
  if (isApple && !/\b(?:Safari|Chrome|CriOS|FxiOS)\//.test(userAgent)) return 'ios'
  return /\bAndroid\b.*; wv\)/.test(userAgent) ? 'android' : null
}
