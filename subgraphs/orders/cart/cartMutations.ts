import type { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Result } from '@agora/errors/result.ts'
import type { Principal } from '@agora/security/viewer.ts'

import type { MutationResolvers } from '../__generated__/resolvers.ts'
import type { OrdersContext } from '../context.ts'
import { mergeCart } from '../merge/mergeCart.ts'
import type { MergeWarning } from '../merge/planMerge.ts'
import type { Cart } from './cart.ts'
import type { CartRequest, CartWork, Changed } from './changeCart.ts'
import { addCartItem, removeCartLine, updateCartLine } from './changeLines.ts'
import { acknowledgeCartChanges, clearCart, setCartCurrency } from './changeWhole.ts'
import type { CartRefusal } from './errors.ts'
import {
  addCartItemInput,
  cartVersionInput,
  mergeCartInput,
  readCartInput,
  removeCartLineInput,
  setCartCurrencyInput,
  updateCartLineInput,
} from './inputs.ts'

interface CartPayload {
  readonly cart: Cart | null
  readonly userErrors: readonly CartRefusal[]
}

type Mutation<Payload> = (parent: unknown, args: { readonly input: unknown }, context: OrdersContext) => Promise<Payload>

/** The permission tree lets no anonymous viewer get here. */
function principalOf({ viewer }: OrdersContext): Principal {
  if (viewer.kind === 'anonymous') throw codedError('FORBIDDEN', 'Not authorised')
  return viewer
}

async function payloadOf(result: Result<unknown, CartRefusal>, { viewer, carts }: CartParties): Promise<CartPayload> {
  return { cart: await carts.ofOwner(viewer.sub), userErrors: result.ok ? [] : [result.error] }
}

interface CartParties {
  readonly viewer: Principal
  readonly carts: OrdersContext['carts']
}

/** A mutation of the viewer's cart: input, change, and the cart as it is then, whatever became of the change. */
function changing<Input>(
  shape: z.ZodType<Input>,
  change: (work: CartWork, request: CartRequest, input: Input) => Promise<Changed>,
): Mutation<CartPayload> {
  return async (_, { input }, context) => {
    const viewer = principalOf(context)
    const { carts, quotes, work, requestId } = context
    const given = readCartInput(shape, input)
    const changed = given.ok ? await change(work, { viewer, requestId, quotes, cart: () => carts.ofOwner(viewer.sub) }, given.value) : given
    return payloadOf(changed, { viewer, carts })
  }
}

const merging: Mutation<CartPayload & { readonly warnings: readonly MergeWarning[] }> = async (_, { input }, context) => {
  const viewer = principalOf(context)
  const given = readCartInput(mergeCartInput, input)
  const merged = given.ok ? await mergeCart(context.work, { viewer, requestId: context.requestId }, given.value) : given
  return { ...(await payloadOf(merged, { viewer, carts: context.carts })), warnings: merged.ok ? merged.value : [] }
}

/** Changing carts. */
export const cartMutations = {
  addCartItem: changing(addCartItemInput, addCartItem),
  updateCartLine: changing(updateCartLineInput, updateCartLine),
  removeCartLine: changing(removeCartLineInput, removeCartLine),
  clearCart: changing(cartVersionInput, clearCart),
  setCartCurrency: changing(setCartCurrencyInput, setCartCurrency),
  acknowledgeCartChanges: changing(cartVersionInput, acknowledgeCartChanges),
  mergeCart: merging,
} satisfies MutationResolvers
