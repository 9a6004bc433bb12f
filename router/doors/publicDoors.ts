import type { Caller } from '@agora/rpc/caller.ts'

import type { KeySet } from '../identity/keySet.ts'
import { notFound, onlyMethods, sendJson } from './answers.ts'
import type { Door } from './exchange.ts'
import { createMediaDoor } from './mediaDoor.ts'
import type { Doors } from './serveDoors.ts'
import { createWebhookDoor, type WebhookDoorParts } from './webhookDoor.ts'

/** What stands behind the public port. */
export interface PublicDoorsParts {
  readonly graphql: Door
  readonly health: Doors
  /** GraphiQL and its files; none where it is switched off. */
  readonly graphiql: Doors
  readonly keys: KeySet | null
  /** The internal port that keeps the pictures; undefined where nobody does. */
  readonly media: Caller | undefined
  /** Who takes webhooks; undefined where nobody does. */
  readonly webhooks: WebhookDoorParts | undefined
}

/** Every address that the public can reach. What is not in this list is not there. */
export function createPublicDoors({ graphql, health, graphiql, keys, media, webhooks }: PublicDoorsParts): Doors {
  return {
    '/graphql': graphql,
    ...health,
    ...graphiql,
    '/.well-known/jwks.json': keys === null ? notFound : createKeysDoor(keys),
    '/media/': media === undefined ? notFound : createMediaDoor(media),
    '/webhooks/': webhooks === undefined ? notFound : createWebhookDoor(webhooks),
  }
}

function createKeysDoor(keys: KeySet): Door {
  return onlyMethods(['GET', 'HEAD'], (exchange) => {
    const document = keys.document()
    if (document === null) return notFound(exchange)
    exchange.response.setHeader('cache-control', 'public, max-age=60')
    sendJson(exchange, 200, document)
  })
}
