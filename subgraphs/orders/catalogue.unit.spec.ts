import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { CallOptions, Caller } from '@agora/rpc/caller.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { quote, type VariantQuote } from '@agora/rpc/methods/quote.ts'

import { createCatalogue } from './catalogue.ts'

const logger = createLogger({ service: 'orders', level: 'silent' })

interface Made {
  readonly variantIds: readonly string[]
  readonly currency: string
  readonly requestId: string | undefined
}

const quoted = (variantId: string, currency: string): VariantQuote => ({
  variantId,
  sku: `${variantId} in ${currency}`,
  productId: 'prd_1',
  available: 1,
  published: true,
  unitPriceMinor: '100',
  packedWeightGrams: 0,
  taxCategory: '',
})

const everything = (variantIds: readonly string[], currency: string): Result<VariantQuote[], RpcFault> =>
  ok(variantIds.map((id) => quoted(id, currency)))

/** Products that keep the calls and answer them as they are told. */
function productsThat(answers: typeof everything = everything) {
  const calls: Made[] = []
  const products: Pick<Caller, 'call'> = {
    async call<Request, Response>(method: RpcMethod<Request, Response>, request: Request, { requestId }: CallOptions) {
      const { variantIds, currency } = quote.request.parse(request)
      calls.push({ variantIds, currency, requestId })
      const answer = answers(variantIds, currency)
      return answer.ok ? ok(method.response.parse({ quotes: answer.value })) : answer
    },
  }
  const catalogue = createCatalogue(products)
  const ask = (requestId: string, variantIds: readonly string[], currency = 'EUR') =>
    catalogue.quote({ variantIds, currency }, { requestId, traceparent: `trace-of-${requestId}`, logger })
  return { calls, ask }
}

const skusOf = (answer: Result<readonly VariantQuote[], 'unavailable'> | undefined): unknown =>
  answer?.ok === true ? answer.value.map(({ sku }) => sku) : answer?.error
const idsOf = (count: number, begin = 0): string[] => Array.from({ length: count }, (_, nth) => `var_${begin + nth}`)

test('requests that ask at the same time share a call, each variant is asked for once, and each gets only its own, in its order', async () => {
  const { calls, ask } = productsThat()
  const answers = await Promise.all([ask('req-1', ['var_1', 'var_2']), ask('req-2', ['var_2']), ask('req-3', ['var_3', 'var_1'])])
  assert.deepEqual(calls, [{ variantIds: ['var_1', 'var_2', 'var_3'], currency: 'EUR', requestId: 'req-1' }])
  assert.deepEqual(answers.map(skusOf), [['var_1 in EUR', 'var_2 in EUR'], ['var_2 in EUR'], ['var_3 in EUR', 'var_1 in EUR']])
})

test('a call is of one currency: prices of another are never shared', async () => {
  const { calls, ask } = productsThat()
  const answers = await Promise.all([ask('req-1', ['var_1']), ask('req-2', ['var_1'], 'USD'), ask('req-3', ['var_2'])])
  assert.deepEqual(calls, [
    { variantIds: ['var_1', 'var_2'], currency: 'EUR', requestId: 'req-1' },
    { variantIds: ['var_1'], currency: 'USD', requestId: 'req-2' },
  ])
  assert.deepEqual(answers.map(skusOf), [['var_1 in EUR'], ['var_1 in USD'], ['var_2 in EUR']])
})

test('a call asks for a hundred variants at most; a request is never torn apart', async () => {
  const { calls, ask } = productsThat()
  const wanted = [idsOf(60), idsOf(40, 60), idsOf(1, 100), idsOf(100, 200), idsOf(99, 300), idsOf(2, 400)]
  const answers = await Promise.all(wanted.map((ids, nth) => ask(`req-${nth}`, ids)))
  assert.deepEqual(
    calls.map(({ variantIds, requestId }) => [variantIds.length, requestId]),
    [
      [100, 'req-0'],
      [1, 'req-2'],
      [100, 'req-3'],
      [99, 'req-4'],
      [2, 'req-5'],
    ],
  )
  assert.deepEqual(
    answers.map(skusOf),
    wanted.map((ids) => ids.map((id) => `${id} in EUR`)),
  )
})

test('a variant that products do not know is absent from the answers of those who asked for it', async () => {
  const { ask } = productsThat((ids, currency) =>
    everything(
      ids.filter((id) => id !== 'var_gone'),
      currency,
    ),
  )
  const answers = await Promise.all([ask('req-1', ['var_gone', 'var_1']), ask('req-2', ['var_gone']), ask('req-3', ['var_2'])])
  assert.deepEqual(answers.map(skusOf), [['var_1 in EUR'], [], ['var_2 in EUR']])
})

test('a fault of a call is that of everybody who shared it, and of nobody else', async () => {
  const { calls, ask } = productsThat((ids, currency) =>
    currency === 'EUR' ? fail({ code: 'unavailable', message: 'away' }) : everything(ids, currency),
  )
  const answers = await Promise.all([ask('req-1', ['var_1']), ask('req-2', ['var_2']), ask('req-3', ['var_1'], 'USD')])
  assert.deepEqual(answers.map(skusOf), ['unavailable', 'unavailable', ['var_1 in USD']])
  assert.equal(calls.length, 2)
})

test('who asks later gets an answer of its own', async () => {
  const { calls, ask } = productsThat()
  await ask('req-1', ['var_1'])
  await ask('req-2', ['var_1'])
  assert.deepEqual(
    calls.map(({ requestId }) => requestId),
    ['req-1', 'req-2'],
  )
})
