import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'
import { rpcCodes, type RpcCode } from '../fault.ts'

const service = 'agora.inventory.v1.Inventory'
const key = z.string().min(1).max(200)
const orderId = z.string().min(1).max(64)
const line = z.object({ variantId: z.string().min(1).max(64), quantity: z.int().min(1).max(1_000_000) })
const answer = z.object({ ok: z.boolean().default(false), reason: z.string().max(64).optional() })

// Protobuf's JSON leaves out what equals its zero value, so each field that may be zero has its default here.
const shortage = z.object({ variantId: z.string(), wanted: z.int().default(0), available: z.int().default(0) })

/** Holds pieces for an order, all lines or none: `schema/proto/agora/inventory/v1/inventory.proto`. */
export const reserve = defineMethod({
  service,
  method: 'Reserve',
  idempotent: true,
  request: z.object({ key, orderId, lines: z.array(line).min(1).max(100), expiresAt: z.iso.datetime() }),
  response: answer.extend({ shortages: z.array(shortage).max(100).default([]) }),
})

/** Takes the held pieces out of the stock. */
export const commit = defineMethod({ service, method: 'Commit', idempotent: true, request: z.object({ key, orderId }), response: answer })

/** Lets go of what is held, and of what might still come to be held. */
export const release = defineMethod({ service, method: 'Release', idempotent: true, request: z.object({ key, orderId }), response: answer })

/** Puts committed pieces back; no lines stand for all of them. */
export const restock = defineMethod({
  service,
  method: 'Restock',
  idempotent: true,
  request: z.object({ key, orderId, lines: z.array(line).max(100).default([]) }),
  response: answer,
})

const step = z.object({
  kind: z.enum(['RESERVE', 'COMMIT', 'RELEASE', 'RESTOCK']),
  key,
  orderId,
  lines: z.array(line).max(100).default([]),
  expiresAt: z.iso.datetime().optional(),
  requestId: z.string().min(1).max(128).optional(),
})

/** One step among others, as the request of its own would say it. */
export type InventoryStep = z.output<typeof step>

const stepResponse = answer.extend({
  shortages: z.array(shortage).max(100).default([]),
  fault: z.enum(Object.keys(rpcCodes) as RpcCode[]).optional(),
  faultMessage: z.string().optional(),
})

/** What a step is answered with. With a `fault` there is no answer: it is unknown whether the step was done, or it was none. */
export type InventoryStepResponse = z.output<typeof stepResponse>

/** The most steps that one call may carry. */
export const STEP_LIMIT = 100

/** Steps of several orders by one call, each with its effect and its answer as if it had been asked alone. */
export const carryOut = defineMethod({
  service,
  method: 'CarryOut',
  idempotent: true,
  request: z.object({ steps: z.array(step).min(1).max(STEP_LIMIT) }),
  response: z.object({ answers: z.array(stepResponse).max(STEP_LIMIT).default([]) }),
})
