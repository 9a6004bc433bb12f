import { createBatcher } from '@agora/batching/batcher.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { carryOut, STEP_LIMIT, type InventoryStep, type InventoryStepResponse } from '@agora/rpc/methods/inventory.ts'

/** One step and how long its answer is waited for, in milliseconds. */
interface Asked {
  readonly step: Omit<InventoryStep, 'lines'> & { readonly lines?: InventoryStep['lines'] }
  readonly timeoutMs: number
}

/** The stock, as the checkout speaks to it. */
export type AskInventory = (asked: Asked) => Promise<Result<InventoryStepResponse, RpcFault>>

/** Steps of orders that are ready at the same time go by one call: signing, sending and checking a message costs more than what a step asks for. */
export function createInventory(products: Pick<Caller, 'call'>): AskInventory {
  const batcher = createBatcher<Asked, Result<InventoryStepResponse, RpcFault>>({
    maxBatch: STEP_LIMIT,
    concurrent: 4,
    async flush(asked) {
      const request = { steps: asked.map(({ step }) => ({ lines: [], ...step })) }
      const [first] = request.steps
      const timeoutMs = Math.min(...asked.map((one) => one.timeoutMs))
      const answer = await products.call(carryOut, request, { timeoutMs, requestId: first?.requestId })
      if (!answer.ok) return asked.map(() => answer)
      return asked.map((_, nth) => resultOf(answer.value.answers[nth]))
    },
  })
  return (asked) => batcher.add(asked)
}

function resultOf(answer: InventoryStepResponse | undefined): Result<InventoryStepResponse, RpcFault> {
  if (answer === undefined) return fail({ code: 'internal', message: 'The call was answered, this step of it was not' })
  return answer.fault === undefined ? ok(answer) : fail({ code: answer.fault, message: answer.faultMessage ?? '' })
}
