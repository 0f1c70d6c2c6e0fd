import { RadiusDatabase, routerAddress } from './database.js'
import type { RadiusBenchEnvironment } from './environment.js'
import { RouterSockets } from './load.js'
import { RadiusServer } from './server.js'

export interface RadiusStage {
  database: RadiusDatabase
  /** Our configuration. */
  portico: RadiusServer
  /** One socket a tenant, at its router's address. */
  sockets: RouterSockets
}

interface Cast {
  tenants: number
  /** Customers a tenant. */
  people: number
  /** Settings of docker/freeradius/README.md that differ from the defaults. */
  settings?: Record<string, string>
  /** Work in the database before anybody reads it. */
  prepare?: (database: RadiusDatabase) => Promise<void>
}

/** Runs a measurement with a database, our server and routers of its own, all gone after it. */
export async function onStage<T>(
  environment: RadiusBenchEnvironment,
  { tenants, people, settings, prepare }: Cast,
  measure: (stage: RadiusStage) => Promise<T>
): Promise<T> {
  const database = await RadiusDatabase.create(environment, tenants, people)
  try {
    await prepare?.(database)
    return await withServer(
      environment,
      { kind: 'portico', login: database.portico, settings },
      (portico) => withSockets(tenants, (sockets) => measure({ database, portico, sockets }))
    )
  } finally {
    await database.drop()
  }
}

/** A server for the time of some work. */
export async function withServer<T>(
  environment: RadiusBenchEnvironment,
  options: Parameters<typeof RadiusServer.start>[1],
  work: (server: RadiusServer) => Promise<T>
): Promise<T> {
  const server = await RadiusServer.start(environment, options)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function withSockets<T>(count: number, work: (sockets: RouterSockets) => Promise<T>) {
  const sockets = await RouterSockets.open(
    Array.from({ length: count }, (_, tenant) => routerAddress(tenant))
  )
  try {
    return await work(sockets)
  } finally {
    await sockets.close()
  }
}
