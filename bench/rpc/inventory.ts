import type { DescMethod, DescMethodUnary, DescService } from '@bufbuild/protobuf'

import { protoRegistry } from '@agora/rpc/proto/protoRegistry.ts'

import { readProtos } from '../../schema/proto/readProtos.ts'

/** What is called: a reservation of two lines. */
export const request = {
  key: 'ord_01jdx0000000000000000000:reserve',
  orderId: 'ord_01jdx0000000000000000000',
  lines: [
    { variantId: 'var_01jdx0000000000000000001', quantity: 2 },
    { variantId: 'var_01jdx0000000000000000002', quantity: 1 },
  ],
  expiresAt: '2026-11-25T03:00:00.000Z',
}

/** The service as the library knows it. */
export function inventoryService(): DescService {
  const service = protoRegistry(readProtos(['inventory'])).getService('agora.inventory.v1.Inventory')
  if (service === undefined) throw new Error('The proto has no such service')
  return service
}

/** The method that is called. */
export function reserveMethod(): DescMethodUnary {
  const method = inventoryService().method['reserve']
  if (method === undefined || !isUnary(method)) throw new Error('The service has no such method')
  return method
}

const isUnary = (method: DescMethod): method is DescMethodUnary => method.methodKind === 'unary'
