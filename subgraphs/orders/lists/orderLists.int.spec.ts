import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createProjector, type Projector } from '@agora/event-store/projector.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { Viewer } from '@agora/security/viewer.ts'
import { customer, support } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { OrderEvent } from '../../../schema/events/orders.ts'
import { fulfilmentIdOf } from '../fulfilment/fulfilConfirmed.ts'
import { projectionsOf } from '../projections/projections.ts'
import { examples, lineIds, placed, ways } from '../testing/orderEvents.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const time = { now: new Date() }
const store = createEventStore({ catalogue, clock: () => time.now })
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 25, 12, minute))

let stack: OrdersStack
let projector: Projector
before(async () => {
  stack = await startOrdersStack()
  const logger = createLogger({ service: 'test', level: 'silent' })
  projector = createProjector({ pool: stack.rows, store, projections: projectionsOf(store), logger })
  await projector.start()
})
after(async () => {
  await projector.stop()
  await stack.stop()
})

/** An order of this buyer with these events, one a minute from `minute` on. */
async function order(buyer: string, minute: number, events: readonly OrderEvent[] = ways.COMPLETED): Promise<string> {
  const orderId = newId('Order')
  const first = placed({ buyer, orderNumber: `AG-${orderId.slice(-10).toUpperCase()}`, placedAt: at(minute).toISOString() })
  for (const [nth, event] of [first, ...events.slice(1)].entries()) {
    time.now = at(minute + nth)
    await store.append(stack.rows, [{ stream: orderId, expectedVersion: nth, events: [event] }], {
      correlationId: `req-${nth}`,
      causationId: null,
      actor: buyer,
    })
  }
  time.now = new Date()
  return orderId
}

const packed = (orderId: string): OrderEvent => ({
  type: 'order.fulfilmentCreated',
  data: {
    fulfilmentId: fulfilmentIdOf(orderId),
    lines: [
      { lineId: lineIds[0], quantity: 3 },
      { lineId: lineIds[1], quantity: 1 },
    ],
  },
})

async function completed(buyer: string): Promise<string> {
  const orderId = await order(buyer, 0)
  await store.append(stack.rows, [{ stream: orderId, expectedVersion: 'any', events: [packed(orderId)] }], {
    correlationId: 'req',
    causationId: null,
    actor: 'orders-fulfilment',
  })
  return orderId
}

interface Listing {
  readonly nodes: readonly { readonly id: string; readonly status: string }[]
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}
const PAGE = '{ nodes { id status } totalCount pageInfo { hasNextPage endCursor } }'

async function listed(viewer: Viewer, field: string): Promise<Listing> {
  const answer = await stack.as(viewer)<Record<string, Listing>>(`{ list: ${field} ${PAGE} }`)
  const found = answer.data?.['list']
  if (found === undefined) throw new Error(JSON.stringify(answer.errors))
  return found
}
const idsOf = ({ nodes }: Listing): string[] => nodes.map(({ id }) => id)

test('orders are listed for staff by filter and sort, page by page, and as they are now', async () => {
  const [ann, bob] = [newId('User'), newId('Guest')]
  const ids = [await order(ann, 1), await order(bob, 2, ways.PENDING), await order(ann, 3, ways.CANCELLED), await order(bob, 6, ways.NEEDS_ATTENTION)]
  await projector.caughtUp()
  const [first = '', second = '', third = '', fourth = ''] = ids
  assert.deepEqual(idsOf(await listed(support(), 'orders')), [fourth, third, second, first])
  assert.deepEqual(idsOf(await listed(support(), 'orders(sort: OLDEST, first: 2)')), [first, second])
  assert.deepEqual(idsOf(await listed(support(), 'orders(sort: LAST_CHANGED, first: 2)')), [fourth, third])
  assert.deepEqual(idsOf(await listed(support(), 'orders(filter: { needsAttention: true })')), [fourth])
  assert.deepEqual(idsOf(await listed(support(), 'orders(filter: { status: [PLACED, CANCELLED] })')), [third, second])
  assert.deepEqual(idsOf(await listed(support(), `orders(filter: { buyerId: "${bob}", placedFrom: "2026-11-25T12:03:00Z" })`)), [fourth])
  assert.deepEqual(idsOf(await listed(support(), `orders(filter: { number: "AG-${second.slice(-10).toUpperCase()}" })`)), [second])
  const page = await listed(support(), 'orders(first: 3)')
  assert.deepEqual([page.totalCount, page.pageInfo.hasNextPage], [4, true])
  assert.deepEqual(idsOf(await listed(support(), `orders(first: 3, after: "${page.pageInfo.endCursor}")`)), [first])
  // Not yet in the projection, and shown all the same.
  await projector.stop()
  await store.append(stack.rows, [{ stream: first, expectedVersion: 'any', events: [examples['order.cancelRequested']] }], {
    correlationId: 'req',
    causationId: null,
    actor: ann,
  })
  const shown = (await listed(support(), 'orders')).nodes.find(({ id }) => id === first)
  assert.equal(shown?.status, 'CANCELLING')
  await projector.start()
})

test('everybody lists their own orders and nobody those of others', async () => {
  const [ann, bob] = [customer(newId('User')), stack.newGuest()]
  const [one, two] = [await order(ann.sub, 10), await order(bob.sub, 11)]
  await projector.caughtUp()
  assert.deepEqual([idsOf(await listed(ann, 'myOrders')), idsOf(await listed(bob, 'myOrders'))], [[one], [two]])
  const ofAnn = async (viewer: Viewer): Promise<unknown> => {
    const { data } = await stack.as(viewer)(
      `{ _entities(representations: [{ __typename: "User", id: "${ann.sub}" }]) { ... on User { orders { nodes { id } totalCount } } } }`,
    )
    return data?.['_entities']
  }
  const seen = [{ orders: { nodes: [{ id: one }], totalCount: 1 } }]
  assert.deepEqual([await ofAnn(ann), await ofAnn(support())], [seen, seen])
  assert.deepEqual(await ofAnn(bob), [{ orders: { nodes: [], totalCount: 0 } }])
  const denied = await stack.as(ann)('{ orders { totalCount } }')
  assert.equal(denied.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
})

test('an order is shown as it was at a moment, to whoever may see it', async () => {
  const buyer = customer(newId('User'))
  const id = await order(buyer.sub, 20)
  const then = async (minute: number, viewer: Viewer = buyer): Promise<unknown> => {
    const { data } = await stack.as(viewer)('query ($id: ID!, $at: DateTime) { order(id: $id, at: $at) { phase version status } }', {
      id,
      at: at(minute).toISOString(),
    })
    return data?.['order']
  }
  assert.deepEqual(
    [await then(19), await then(20), await then(23), await then(26)],
    [
      null,
      { phase: 'PENDING', version: 1, status: 'PLACED' },
      { phase: 'CONFIRMED', version: 4, status: 'CONFIRMED' },
      { phase: 'COMPLETED', version: 7, status: 'CONFIRMED' },
    ],
  )
  assert.equal(await then(26, customer(newId('User'))), null)
  const malformed = await stack.as(buyer)(`{ order(id: "${id}", at: "yesterday") { id } }`)
  assert.equal(malformed.errors?.[0]?.extensions?.['code'], 'BAD_USER_INPUT')
})

test('the history tells who did what when, page by page, and of a past moment only what had happened', async () => {
  const buyer = customer(newId('User'))
  const id = await order(buyer.sub, 30, ways.CONFIRMED)
  const history =
    'history(first: 2) { nodes { version type actor occurredAt correlationId changes { field before after } } totalCount pageInfo { endCursor hasNextPage } }'
  type Answer = {
    order: { history: { nodes: { type: string; changes: unknown[] }[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } } }
  }
  const { data } = await stack.as(support())<Answer>(`{ order(id: "${id}") { ${history} } }`)
  const page = data?.order.history
  assert.deepEqual(
    [page?.totalCount, page?.pageInfo.hasNextPage, page?.nodes.map(({ type }) => type)],
    [4, true, ['order.placed', 'order.stockReserved']],
  )
  assert.deepEqual(page?.nodes[1], {
    version: 2,
    type: 'order.stockReserved',
    actor: buyer.sub,
    occurredAt: at(31).toISOString(),
    correlationId: 'req-1',
    changes: [{ field: 'done', before: null, after: 'reserve' }],
  })
  const rest = await stack.as(support())<Answer>(
    `{ order(id: "${id}") { ${history.replace('first: 2', `first: 2, after: "${page?.pageInfo.endCursor}"`)} } }`,
  )
  assert.deepEqual(
    rest.data?.order.history.nodes.map(({ type }) => type),
    ['order.paymentAuthorised', 'order.confirmed'],
  )
  const past = await stack.as(support())<Answer>(`{ order(id: "${id}", at: "${at(31).toISOString()}") { ${history} } }`)
  assert.equal(past.data?.order.history.totalCount, 2)
  const denied = await stack.as(buyer)(`{ order(id: "${id}") { history { totalCount } } }`)
  assert.equal(denied.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
})

interface Parcelled {
  readonly order: {
    readonly status: string
    readonly fulfilments: unknown[]
    readonly shipments: readonly { readonly id: string; readonly delivered: boolean }[]
  } | null
  readonly shipment?: { readonly id: string; readonly lines: unknown[] } | null
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[]
}

async function parcel(mutation: string, input: object, viewer: Viewer = support()): Promise<Parcelled | undefined> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const shipment = mutation === 'shipFulfilment' ? 'shipment { id lines { lineId quantity } }' : ''
  const seen = 'order { status fulfilments { id openLines { lineId quantity } } shipments { id delivered } }'
  const answer = await stack.as(viewer)<Record<string, Parcelled>>(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { ${seen} ${shipment} userErrors { code field } } }`,
    { input },
  )
  return answer.data?.[mutation]
}

test('parcels leave in parts, once a key, and the status follows; cancelling is refused afterwards', async () => {
  const buyer = customer(newId('User'))
  const orderId = await completed(buyer.sub)
  const fulfilmentId = fulfilmentIdOf(orderId)
  const part = {
    orderId,
    fulfilmentId,
    carrier: 'DHL',
    trackingNumber: 'JJD1',
    lines: [{ lineId: lineIds[0], quantity: 2 }],
    idempotencyKey: 'parcel-1',
  }
  const first = await parcel('shipFulfilment', part)
  assert.deepEqual([first?.order?.status, first?.shipment?.lines, first?.userErrors], ['PARTIALLY_SHIPPED', part.lines, []])
  const again = await parcel('shipFulfilment', part)
  assert.deepEqual([again?.shipment?.id, again?.order?.shipments.length], [first?.shipment?.id, 1])
  assert.deepEqual((await parcel('shipFulfilment', { ...part, carrier: 'UPS' }))?.userErrors, [
    { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
  ])
  const cancelled = await stack.as(buyer)('mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { code } } }', {
    input: { orderId, idempotencyKey: 'cancel-it' },
  })
  assert.deepEqual(cancelled.data?.['cancelOrder'], { userErrors: [{ code: 'ALREADY_SHIPPED' }] })
  const { lines: _, ...all } = part
  const rest = await parcel('shipFulfilment', { ...all, idempotencyKey: 'parcel-2' })
  assert.deepEqual([rest?.order?.status, rest?.order?.fulfilments], ['SHIPPED', [{ id: fulfilmentId, openLines: [] }]])
  for (const [nth, shipment] of (rest?.order?.shipments ?? []).entries())
    await parcel('markShipmentDelivered', { orderId, shipmentId: shipment.id, idempotencyKey: `arrived-${nth}` })
  const { data } = await stack.as(buyer)(`{ order(id: "${orderId}") { status shipments { carrier trackingNumber delivered } } }`)
  const shipment = { carrier: 'DHL', trackingNumber: 'JJD1', delivered: true }
  assert.deepEqual(data?.['order'], { status: 'DELIVERED', shipments: [shipment, shipment] })
})

test('what cannot be sent is refused, and nothing happens to the order', async () => {
  const orderId = await completed(newId('User'))
  const input = { orderId, fulfilmentId: fulfilmentIdOf(orderId), carrier: 'DHL', idempotencyKey: 'refused-1' }
  const snapshot = await stack.snapshot()
  const refused = [
    await parcel('shipFulfilment', { ...input, lines: [{ lineId: lineIds[0], quantity: 4 }] }),
    await parcel('shipFulfilment', { ...input, fulfilmentId: newId('Fulfilment') }),
    await parcel('shipFulfilment', { ...input, orderId: newId('Order') }),
    await parcel('shipFulfilment', { ...input, carrier: ' ' }),
    await parcel('markShipmentDelivered', { orderId, shipmentId: newId('Shipment'), idempotencyKey: 'refused-2' }),
  ]
  const expected = ['TOO_MANY_PIECES', 'FULFILMENT_NOT_FOUND', 'ORDER_NOT_FOUND', 'INVALID_INPUT', 'SHIPMENT_NOT_FOUND']
  assert.deepEqual(
    refused.map((payload) => payload?.userErrors[0]?.code),
    expected,
  )
  assert.equal(await parcel('shipFulfilment', input, customer()), undefined)
  assert.equal(await stack.snapshot(), snapshot)
})

test('an order that a newer release has written to has an error in its place, and the others are listed', async () => {
  const ann = customer(newId('User'))
  const [known, strange, last] = [await order(ann.sub, 40), await order(ann.sub, 41), await order(ann.sub, 42)]
  await projector.caughtUp()
  // A projection waits at such an event until the newer release follows it.
  await projector.stop()
  await stack.rows.query(
    `insert into events (stream, version, type, schema_version, data, metadata)
     select stream, max(version) + 1, 'order.ofTomorrow', 1, '{}', '{"correlationId":"c","causationId":null,"actor":"a"}' from events where stream = $1 group by stream`,
    [strange],
  )
  const page = '{ edges { node { id } } nodes { id status } totalCount pageInfo { hasNextPage } }'
  const { data, errors } = await stack.as(ann)(`{ myOrders ${page} }`)
  assert.deepEqual(data?.['myOrders'], {
    edges: [{ node: { id: last } }, { node: null }, { node: { id: known } }],
    nodes: [{ id: last, status: 'CONFIRMED' }, null, { id: known, status: 'CONFIRMED' }],
    totalCount: 3,
    pageInfo: { hasNextPage: false },
  })
  const told = (path: readonly (string | number)[]) => ({ path, code: 'ORDER_UNREADABLE' })
  assert.deepEqual(
    errors
      ?.map(({ path, extensions }) => ({ path, code: extensions?.['code'] }))
      .toSorted((one, other) => (`${one.path}` < `${other.path}` ? -1 : 1)),
    [told(['myOrders', 'edges', 1, 'node']), told(['myOrders', 'nodes', 1])],
  )
  const staff = await stack.as(support())<{ orders: { nodes: ({ id: string } | null)[] } }>(
    `{ orders(filter: { buyerId: "${ann.sub}" }) { nodes { id } } }`,
  )
  assert.deepEqual(staff.data?.orders.nodes, [{ id: last }, null, { id: known }])
  const alone = await stack.as(ann)(`{ order(id: "${strange}") { id } }`)
  assert.deepEqual([alone.data?.['order'], alone.errors?.[0]?.extensions?.['code']], [null, 'ORDER_UNREADABLE'])
})
