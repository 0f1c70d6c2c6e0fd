import { appUrl } from '#config/app'

/** The origin of a tenant's own host. */
export function tenantUrl({ slug }: { slug: string }): string {
  return `${appUrl.protocol}//${slug}.${appUrl.host}`
}
