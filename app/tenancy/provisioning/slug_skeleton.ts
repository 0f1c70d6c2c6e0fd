/**
 * What is left of a subdomain when everything that looks alike is made the same, as SQL over an
 * expression: 0 is o, 1 and i are l, 5 is s, rn is m, vv is w, and hyphens are nothing. It is the
 * idea of UTS #39's skeletons for the few signs a subdomain may have; names of other scripts
 * (xn--) are refused before. An index is made over it.
 */
export function slugSkeleton(expression: string): string {
  return `replace(replace(translate(${expression}, '015i-', 'olsl'), 'rn', 'm'), 'vv', 'w')`
}
