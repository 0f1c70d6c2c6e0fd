/**
 * Names of parameters as patterns for `Params`: `#` stands for an index, `*` for any name.
 * `known('customer', 'items[#][price]', 'metadata[*]')`
 */
export function known(...names: string[]): RegExp[] {
  return names.map((name) => {
    const pattern = name
      .replace(/[[\]]/g, '\\$&')
      .replaceAll('*', '[^\\]]+')
      .replaceAll('#', '\\d*')
    return new RegExp(`^${pattern}$`)
  })
}

export const METADATA = ['metadata', 'metadata[*]']
export const PAGING = ['limit', 'starting_after', 'ending_before']
