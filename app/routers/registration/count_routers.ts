import Router from '#routers/router'

/** In the tenant's scope. */
export async function countRouters(): Promise<number> {
  const [row] = await Router.query().count('* as count')
  return Number(row?.$extras.count ?? 0)
}
