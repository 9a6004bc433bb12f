import type { z } from 'zod'

/** A unary method that two processes agree on: its address and the shape of both messages. */
export interface RpcMethod<Request, Response> {
  /** The full name of the proto service, such as `agora.catalogue.v1.Catalogue`. */
  readonly service: string
  readonly method: string
  /** `/<service>/<method>` */
  readonly path: string
  /** Whether having run twice does no harm: it changes nothing, or its message carries a key. */
  readonly idempotent: boolean
  readonly request: z.ZodType<Request>
  readonly response: z.ZodType<Response>
}

/** Defines a method once for its callers and its server. Shapes are those of the proto's JSON mapping. */
export function defineMethod<Request, Response>(definition: Omit<RpcMethod<Request, Response>, 'path'>): RpcMethod<Request, Response> {
  return { ...definition, path: `/${definition.service}/${definition.method}` }
}
