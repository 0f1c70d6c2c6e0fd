/** The address with one more field in its query. The value goes as it is given. */
export function withQuery(url: string, field: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${field}`
}
