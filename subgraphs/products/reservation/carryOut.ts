import { showsAnother } from '../events/announceStock.ts'
import { KeyReused, tombstone, type Books, type InboxEntry, type NewMovement, type Outcome } from './books.ts'
import { spread, totalOf, type Places } from './spread.ts'
import {
  done,
  refused,
  reserveKey,
  type Commit,
  type Piece,
  type Release,
  type Reserve,
  type Restock,
  type StockAnswer,
  type StockCommand,
} from './stockCommand.ts'

/** The books while a batch is carried out. */
interface Desk {
  readonly books: Books
  readonly answered: Map<string, InboxEntry>
  /** By variant and location: what can still be had. */
  readonly places: Map<string, Map<string, number>>
  /** By order: what is held, by a reservation of before or of this batch. */
  readonly held: Map<string, { readonly pieces: readonly Piece[]; readonly expiresAt: string | null }>
  readonly sold: Map<string, readonly Piece[]>
  readonly reserved: Map<string, Piece>
  readonly movements: NewMovement[]
  /** By variant: the first command that changed how much of it can be had. */
  readonly movers: Map<string, StockCommand>
}

/** Carries out the commands one after another, as if each had come alone. Pure: what it decides is written by `writeOutcome`. */
export function carryOut(commands: readonly StockCommand[], books: Books): Outcome {
  const desk: Desk = {
    books,
    answered: new Map(),
    places: new Map(),
    held: new Map([...books.held].map(([orderId, pieces]) => [orderId, { pieces, expiresAt: null }])),
    sold: new Map(books.sold),
    reserved: new Map(),
    movements: [],
    movers: new Map(),
  }
  const answers = commands.map((command) => answer(desk, command))
  return {
    answers,
    inbox: desk.answered,
    reservations: [...desk.held].flatMap(([orderId, { pieces, expiresAt }]) =>
      expiresAt === null ? [] : pieces.map((piece) => ({ ...piece, orderId, expiresAt })),
    ),
    reserved: [...desk.reserved.values()].filter(({ quantity }) => quantity !== 0),
    movements: desk.movements,
    shown: new Map([...desk.movers].filter(([variantId]) => isShownOtherwise(desk, variantId))),
  }
}

function answer(desk: Desk, command: StockCommand): StockAnswer | KeyReused {
  const { key, fingerprint } = command
  const known = desk.books.inbox.get(key) ?? desk.answered.get(key)
  if (known === undefined) {
    const given = effect(desk, command)
    desk.answered.set(key, { fingerprint, answer: given })
    return given
  }
  return known.fingerprint === null || known.fingerprint === fingerprint ? known.answer : new KeyReused('The key came before with another message')
}

function effect(desk: Desk, command: StockCommand): StockAnswer {
  switch (command.kind) {
    case 'reserve':
      return reserve(desk, command)
    case 'commit':
      return commit(desk, command)
    case 'release':
      return release(desk, command)
    case 'restock':
      return restock(desk, command)
  }
}

function reserve(desk: Desk, command: Reserve): StockAnswer {
  const { orderId, lines, expiresAt } = command
  if (lines.some(({ variantId }) => !desk.books.stock.has(variantId))) return refused('UNKNOWN_VARIANT')
  const found = spread(lines, (variantId) => placesOf(desk, variantId))
  if (!found.ok) return { ok: false, reason: 'INSUFFICIENT_STOCK', shortages: found.error }
  for (const piece of found.value) hold(desk, command, piece)
  desk.held.set(orderId, { pieces: found.value, expiresAt })
  return done
}

function commit(desk: Desk, { orderId }: Commit): StockAnswer {
  const held = desk.held.get(orderId)
  if (held === undefined) return refused('NOT_RESERVED')
  desk.held.delete(orderId)
  desk.sold.set(orderId, held.pieces)
  for (const piece of held.pieces) desk.movements.push({ ...piece, orderId, reason: 'SOLD' })
  return done
}

function release(desk: Desk, command: Release): StockAnswer {
  const { orderId } = command
  const late = reserveKey(orderId)
  if (!desk.books.inbox.has(late) && !desk.answered.has(late)) desk.answered.set(late, tombstone)
  const held = desk.held.get(orderId)
  if (held === undefined) return desk.sold.has(orderId) ? refused('COMMITTED') : done
  desk.held.delete(orderId)
  for (const piece of held.pieces) hold(desk, command, { ...piece, quantity: -piece.quantity })
  return done
}

function restock(desk: Desk, command: Restock): StockAnswer {
  const { orderId, lines } = command
  const sold = desk.sold.get(orderId)
  if (sold === undefined) return refused('NOT_COMMITTED')
  const left = new Map<string, number>()
  for (const { variantId, quantity } of sold) left.set(variantId, (left.get(variantId) ?? 0) + quantity)
  if (lines.some(({ variantId, quantity }) => quantity > (left.get(variantId) ?? 0))) return refused('TOO_MANY')
  const wanted = lines.length === 0 ? left : new Map(lines.map(({ variantId, quantity }) => [variantId, quantity]))
  const remaining = sold.map((piece) => {
    const quantity = Math.min(piece.quantity, wanted.get(piece.variantId) ?? 0)
    if (quantity === 0) return piece
    wanted.set(piece.variantId, (wanted.get(piece.variantId) ?? 0) - quantity)
    desk.movements.push({ ...piece, quantity, orderId, reason: 'RETURNED' })
    shift(desk, command, { ...piece, quantity })
    return { ...piece, quantity: piece.quantity - quantity }
  })
  desk.sold.set(orderId, remaining)
  return done
}

/** Holds so many pieces of a place, or lets go of them when they are fewer than none. */
function hold(desk: Desk, command: StockCommand, piece: Piece): void {
  const { variantId, locationId } = piece
  const place = `${variantId} ${locationId}`
  const quantity = (desk.reserved.get(place)?.quantity ?? 0) + piece.quantity
  desk.reserved.set(place, { variantId, locationId, quantity })
  shift(desk, command, { ...piece, quantity: -piece.quantity })
}

/** Changes how many pieces of a place can be had. */
function shift(desk: Desk, command: StockCommand, { variantId, locationId, quantity }: Piece): void {
  const places = placesOf(desk, variantId)
  places.set(locationId, (places.get(locationId) ?? 0) + quantity)
  if (!desk.movers.has(variantId)) desk.movers.set(variantId, command)
}

const isShownOtherwise = (desk: Desk, variantId: string): boolean =>
  showsAnother(totalOf(desk.books.stock.get(variantId) ?? new Map()), totalOf(placesOf(desk, variantId)))

/** The variant's places as the batch has left them so far. */
function placesOf(desk: Desk, variantId: string): Map<string, number> {
  const begun = desk.places.get(variantId)
  if (begun !== undefined) return begun
  const places = new Map<string, number>(desk.books.stock.get(variantId) satisfies Places | undefined)
  desk.places.set(variantId, places)
  return places
}
