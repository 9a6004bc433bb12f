import { withClient } from '@agora/database/provision.ts'

import type { CrashStack } from '../harness/crashStack.ts'

/** A provider as it is on a bad day: it takes its time, loses answers, and tells things twice and in the wrong order. */
const flags = { delayMs: 60, laterMs: 400, errorPercent: 1, lostAnswerPercent: 2, webhookCopies: 1, webhookShuffleMs: 300, webhookLossPercent: 3 }

/** More pieces than any run can sell, of all but the first few articles: those run out, and some orders are refused. */
const STOCK_UP = `
  INSERT INTO movement (id, variant_id, location_id, delta, reason, actor)
  SELECT 'mov_crash' || row_number() OVER (ORDER BY s.variant_id, s.location_id), s.variant_id, s.location_id, 100000, 'RECEIVED', 'crash'
  FROM stock s ORDER BY s.variant_id, s.location_id OFFSET 3`

/** Orders the misfortunes that no blow brings, and fills the shelves. */
export async function orderMisfortunes({ provider, urls }: CrashStack): Promise<void> {
  const headers = { authorization: `Bearer ${provider.secretKey}`, 'content-type': 'application/json' }
  const answer = await fetch(`${provider.url}/control`, { method: 'POST', headers, body: JSON.stringify(flags) })
  if (!answer.ok) throw new Error(`The provider refused its misfortunes: ${answer.status}`)
  await withClient(urls.products.ownerUrl, (client) => client.query(STOCK_UP))
}
