import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { hashRequest } from '@agora/idempotency/keyedRequest.ts'
import { once } from '@agora/idempotency/once.ts'
import { isId, newId } from '@agora/ids/typeId.ts'
import { line, whole } from '@agora/subgraph-kit/inputFields.ts'

import { change, refuse, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { number, read } from '../database/read.ts'
import { announceStock, showsAnother } from '../events/announceStock.ts'
import { id } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { decideAdjustment, MAX_QUANTITY } from './decideAdjustment.ts'
import { stockConstraints, type InventoryErrorCode, type InventoryFault } from './inventoryErrors.ts'
import { stockLevelOf, type StockLevel } from './stockReads.ts'

type Adjusted = Promise<Result<StockLevel, readonly InventoryFault[]>>

const shape = z
  .object({
    variantId: id,
    locationId: id,
    delta: whole(-MAX_QUANTITY, MAX_QUANTITY)
      .refine((delta) => delta !== 0, 'must not be zero')
      .nullish(),
    newQuantity: whole(0, MAX_QUANTITY).nullish(),
    expectedQuantity: whole(0, MAX_QUANTITY),
    reason: z.enum(['INITIAL', 'RECEIVED', 'RETURNED', 'DAMAGED', 'LOST', 'COUNTED']),
    idempotencyKey: line(1, 100),
  })
  .refine(({ delta, newQuantity }) => (delta == null) !== (newQuantity == null), {
    path: ['delta'],
    message: 'or `newQuantity` must be given, and not both',
  })

const ensure = { name: 'stock_ensure', text: 'INSERT INTO stock (variant_id, location_id) VALUES ($1, $2) ON CONFLICT DO NOTHING' }
// The variant's own row comes first: two adjustments that each bring a new location would have no stock row in common.
const lockVariant = { name: 'stock_lock_variant', text: 'SELECT 1 FROM variant WHERE id = $1 FOR NO KEY UPDATE' }
const lock = {
  name: 'stock_lock',
  text: 'SELECT location_id, on_hand, reserved FROM stock WHERE variant_id = $1 ORDER BY location_id FOR NO KEY UPDATE',
}
const move = {
  name: 'movement_insert',
  text: 'INSERT INTO movement (id, variant_id, location_id, delta, reason, actor) VALUES ($1, $2, $3, $4, $5::movement_reason, $6)',
}

const remembered = {
  // Answers are written by `once` from a StockLevel and by nothing else.
  read: (stored: unknown): StockLevel => stored as StockLevel,
  reused: [fault('IDEMPOTENCY_KEY_REUSED', 'The key was used with another input', 'idempotencyKey')] satisfies readonly InventoryFault[],
}

/** Moves stock by the ledger, if there still is what the caller believes there is. */
export async function adjustInventory(context: Context, input: unknown): Adjusted {
  const parsed = parseInput(shape, input)
  if (!parsed.ok) return parsed
  const { idempotencyKey: key, ...request } = parsed.value
  const operation = 'adjustInventory'
  const run = (step: Change): Adjusted => {
    const keyed = { actorSub: step.actor, operation, key, requestHash: hashRequest(operation, request) }
    return once(step.client, { request: keyed, now: new Date(context.clock()), ...remembered }, () => moveStock(step, request))
  }
  return change<StockLevel, InventoryErrorCode>(context, run, { constraints: stockConstraints })
}

type Request = Omit<z.output<typeof shape>, 'idempotencyKey'>

async function moveStock({ client, actor, audit, announce }: Change, request: Request): Adjusted {
  const { variantId, locationId, delta, newQuantity, expectedQuantity, reason } = request
  if (!isId('Variant', variantId)) return refuse(stockConstraints.stock_variant_id_fkey)
  if (!isId('Location', locationId)) return refuse(stockConstraints.stock_location_id_fkey)
  await read(client, lockVariant, [variantId])
  await read(client, ensure, [variantId, locationId])
  const rows = await read(client, lock, [variantId])
  const row = rows.find(([place]) => place === locationId)
  if (row === undefined) throw new TypeError('The stock row that was just ensured is gone')
  const [onHand, reserved] = [number(row, 1), number(row, 2)]
  const to = delta == null ? { newQuantity: newQuantity ?? 0 } : { delta }
  const decided = decideAdjustment({ onHand, reserved, expectedQuantity, to })
  if (!decided.ok) return refuse(decided.error)
  if (decided.value !== 0) await read(client, move, [newId('Movement'), variantId, locationId, decided.value, reason, actor])
  const available = rows.reduce((sum, each) => sum + number(each, 1) - number(each, 2), 0)
  if (showsAnother(available, available + decided.value)) await announce(await announceStock(client, [variantId]))
  const level = await stockLevelOf(client, variantId, locationId)
  const target = { targetType: 'Stock', targetId: variantId } as const
  await audit({ action: 'adjustInventory', ...target, before: { locationId, onHand }, after: { locationId, onHand: level.onHand, reason } })
  return ok(level)
}
