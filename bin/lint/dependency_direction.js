/**
 * The layers of the house, top first. A room may import from rooms of a lower
 * layer and from itself; never sideways, never upwards.
 */
const LAYERS = [
  ['portal', 'dashboard', 'admin'],
  ['hotspot', 'platform'],
  ['payments', 'messaging', 'routers', 'radius'],
  ['tenancy'],
  ['core'],
]

/**
 * One rule block per room: its files may not name a room beside or above it,
 * neither by alias nor by a relative path that leaves the room.
 */
export function dependencyDirection() {
  return LAYERS.flatMap((layer, depth) =>
    layer.map((room) => {
      const forbidden = LAYERS.slice(0, depth + 1)
        .flat()
        .filter((other) => other !== room)

      return {
        files: [`app/${room}/**/*.ts`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              patterns: [
                {
                  group: forbidden.flatMap((other) => [`#${other}/*`, `**/app/${other}/**`]),
                  message: `app/${room} must not import from a room beside or above it (DESIGN §2).`,
                },
                {
                  regex: `^(\\.\\./)+(${LAYERS.flat()
                    .filter((other) => other !== room)
                    .join('|')})/`,
                  message: 'Cross rooms by their # alias, so that the direction can be checked.',
                },
              ],
            },
          ],
        },
      }
    })
  )
}
