// What products, payments and orders write for a sale, a statement a step.

/** One order of locks. */
export const lock = 'SELECT FROM stock WHERE variant_id = ANY ($1::text[]) ORDER BY variant_id, location_id FOR NO KEY UPDATE'
/** Pieces are held. */
export const hold = `WITH known AS (INSERT INTO participant_inbox (key, request_hash, answer) VALUES ($1::text || ':reserve', md5($1), '{"ok":true}')),
  held AS (INSERT INTO reservation (order_id, variant_id, location_id, quantity, expires_at)
    SELECT $1, variant, location, quantity, now() + interval '15 min' FROM unnest($2::text[], $3::text[], $4::int[]) AS l(variant, location, quantity))
  UPDATE stock s SET reserved = s.reserved + l.quantity FROM unnest($2::text[], $3::text[], $4::int[]) AS l(variant, location, quantity)
  WHERE s.variant_id = l.variant AND s.location_id = l.location`
/** Pieces are sold; the ledger of stock moves what lies there. */
export const sell = `WITH known AS (INSERT INTO participant_inbox (key, request_hash, answer) VALUES ($1::text || ':commit', md5($1), '{"ok":true}')),
  gone AS (DELETE FROM reservation WHERE order_id = $1)
  INSERT INTO movement (id, order_id, variant_id, location_id, delta, reason, actor)
  SELECT id, $1, variant, location, -quantity, 'SOLD', 'orders' FROM unnest($2::text[], $3::text[], $4::int[], $5::text[]) AS l(variant, location, quantity, id)`

const event = (version: number, type: string, data: string): string =>
  `INSERT INTO events (stream, version, type, schema_version, data, metadata) VALUES ($1, ${version}, '${type}', 1, ${data}, '{"actor":"bench","causationId":null,"correlationId":"bench"}')`
const entries = (version: number, to: string, from: string): string =>
  `INSERT INTO ledger_entries (payment_id, version, account, currency, amount_minor)
   SELECT $1, ${version}, account, 'EUR', amount FROM (VALUES ('${to}', $2::bigint), ('${from}', -$2::bigint)) AS e(account, amount)`

/** A payment begins. */
export const start = `WITH known AS (INSERT INTO participant_inbox (key, payload_hash) VALUES ($2::text || ':authorise', sha256($2::text::bytea))),
  begun AS (INSERT INTO payments (id, version, status, order_id, buyer, amount_minor, currency, provider, method_token)
    VALUES ($1, 1, 'STARTED', $2, $3, $4, 'EUR', 'instant', 'pm_card'))
  ${event(1, 'payment.started', '$5::jsonb')}`
/** Money is held. */
export const pay = `WITH paid AS (UPDATE payments SET version = 2, status = 'AUTHORISED', reference = 'instant_' || id, method_token = NULL,
    unsettled = false, updated_at = now() WHERE id = $1), entered AS (${entries(2, 'HELD', 'CUSTOMERS')})
  ${event(2, 'payment.authorised', '$3::jsonb')}`
/** Money is taken. */
export const take = `WITH known AS (INSERT INTO participant_inbox (key, payload_hash) VALUES ($4::text || ':capture', sha256($4::text::bytea))),
  taken AS (UPDATE payments SET version = 3, status = 'CAPTURED', captured_minor = $2::bigint, updated_at = now() WHERE id = $1),
  entered AS (${entries(3, 'SETTLEMENT', 'HELD')})
  ${event(3, 'payment.captured', '$3::jsonb')}`

/** An order is placed. */
export const place = `WITH known AS (INSERT INTO idempotency_keys (actor_sub, operation, key, request_hash, result, created_at)
    VALUES ($2, 'checkout', $3::text, sha256($3::text::bytea), jsonb_build_object('orderId', $1::text), now())),
  born AS (INSERT INTO checkouts (order_id, cart_id, cart_version) VALUES ($1, $4, 1)),
  contact AS (INSERT INTO order_contacts (id, order_id, email, name, locale, shipping_address, created_at, expires_at)
    VALUES ($5, $1, 'ada@example.com', 'Ada', 'en',
      '{"city":"Berlin","name":"Ada Lovelace","line1":"Unter den Linden 1","line2":null,"region":null,"company":null,"postalCode":"10117","countryCode":"DE"}',
      now(), now() + interval '3 years')),
  process AS (INSERT INTO checkout_processes (order_id, owner, payment_method) VALUES ($1, 'bench', 'pm_card'))
  ${event(1, 'order.placed', '$6')}`
/** It is confirmed, and its cart is closed. */
export const settle = `WITH closed AS (UPDATE carts SET status = 'ORDERED', version = version + 1, updated_at = now() WHERE id = $2),
  said AS (${event(1, 'cart.changed', '$4').replace('$1', '$2')})
  INSERT INTO events (stream, version, type, schema_version, data, metadata)
  SELECT $1, version, type, 1, data, '{"actor":"bench","causationId":null,"correlationId":"bench"}'::jsonb
  FROM (VALUES (2, 'order.stockReserved', '{}'::jsonb), (3, 'order.paymentAuthorised', $3::jsonb), (4, 'order.confirmed', $4::jsonb)) AS e(version, type, data)`
/** Nothing is left to do. */
export const finish = `WITH gone AS (DELETE FROM checkout_processes WHERE order_id = $1)
  INSERT INTO events (stream, version, type, schema_version, data, metadata)
  SELECT $1, version, type, 1, '{}', '{"actor":"bench","causationId":null,"correlationId":"bench"}'
  FROM (VALUES (5, 'order.paymentCaptured'), (6, 'order.stockCommitted'), (7, 'order.completed')) AS e(version, type)`
