/** What the RADIUS benchmarks need of the machine they run on. */
export interface RadiusBenchEnvironment {
  /** A role that may create databases and roles; the work is done in a database of its own. */
  postgres: { host: string; port: number; user: string; password: string }
  freeradius: {
    binary: string
    modules: string
    dictionaries: string
    /** The distribution's `mods-config/sql/main/postgresql/queries.conf`. */
    queries: string
    /** A folder to write in. */
    runDirectory: string
  }
}

/** One line of `npm run bench`: the ratio is value to baseline, measured in the same run. */
export interface BenchResult {
  name: string
  value: number
  unit: string
  baseline: number
  ratio: number
}

function setting(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (!value) {
    throw new Error(`The RADIUS benchmarks need ${name}; start them by "npm run bench".`)
  }
  return value
}

/** Reads the names that the local scripts set; `user` is a superuser of the scratch Postgres. */
export function fromVariables(
  user: { user: string; password: string },
  env: NodeJS.ProcessEnv = process.env
): RadiusBenchEnvironment {
  return {
    postgres: {
      host: setting(env, 'DB_OWNER_HOST'),
      port: Number(setting(env, 'DB_OWNER_PORT')),
      ...user,
    },
    freeradius: {
      binary: setting(env, 'RADIUS_BINARY'),
      modules: setting(env, 'RADIUS_LIBDIR'),
      dictionaries: setting(env, 'RADIUS_DICTIONARIES'),
      queries: setting(env, 'RADIUS_SQL_QUERIES'),
      runDirectory: setting(env, 'RADIUS_RUN_DIR'),
    },
  }
}
