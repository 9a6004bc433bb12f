import type { Logger } from '@agora/logger/logger.ts'
import { internalServer, type InternalServer } from '@agora/rpc/internalServer.ts'
import type { GetRoute, RpcHandler } from '@agora/rpc/routes.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

import type { SubgraphEnvironment } from './subgraphEnvironment.ts'

/** What a subgraph serves to other processes. */
export interface InternalRoutes {
  readonly routes?: readonly RpcHandler[]
  readonly gets?: readonly GetRoute[]
  /** The texts of the routes' protos by their path; read only where `GRPC_PORT` is set. */
  readonly protos?: () => Readonly<Record<string, string>>
}

/** Where and for whom. */
export interface InternalPortsOptions extends InternalRoutes {
  readonly name: string
  readonly environment: SubgraphEnvironment
  readonly keysByCaller: Readonly<Record<string, KeyFolder>>
  readonly logger: Logger
}

/** The running ports. */
export interface InternalPorts {
  readonly internalPort: number
  readonly grpcPort?: number
  stop(graceMs: number): Promise<void>
}

/** Opens the internal port, and beside it the same routes by gRPC where `GRPC_PORT` is set. */
export async function openInternalPorts({ gets = [], protos, environment, ...rest }: InternalPortsOptions): Promise<InternalPorts> {
  const { INTERNAL_PORT, GRPC_PORT, HOST: host } = environment
  const { routes = [], ...shared } = { ...rest, host }
  const internal = await internalServer({ ...shared, routes, gets, port: INTERNAL_PORT })
  if (GRPC_PORT === undefined) return { internalPort: internal.port, stop: (graceMs) => internal.stop(graceMs) }
  const grpc = await openGrpc().catch(async (error: unknown) => {
    await internal.stop(0)
    throw error
  })
  return {
    internalPort: internal.port,
    grpcPort: grpc.port,
    stop: async (graceMs) => void (await Promise.all([internal.stop(graceMs), grpc.stop(graceMs)])),
  }

  async function openGrpc(): Promise<InternalServer> {
    if (protos === undefined) throw new TypeError(`${rest.name} has GRPC_PORT set, but was given no protos to serve by it`)
    // Read only where it is wanted: Connect's library costs a process memory and a part of its start.
    const { grpcServer } = await import('@agora/rpc/grpc/grpcServer.ts')
    return grpcServer({ ...shared, routes, protos: protos(), port: GRPC_PORT ?? 0 })
  }
}
