import type { Queryable } from '@agora/database/transaction.ts'
import type { GetReply, GetRoute } from '@agora/rpc/routes.ts'

import { MEDIA_PATH, mediaContent } from './mediaReads.ts'

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const notFound: GetReply = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'There is no such picture\n' }

/** Serves pictures to the router. Their content never changes, so they may be kept for ever; they run nothing, whatever they hold. */
export function mediaRoute(database: Queryable): GetRoute {
  return {
    path: MEDIA_PATH,
    callers: ['router'],
    async answer({ path, headers }) {
      const key = path.slice(MEDIA_PATH.length)
      const content = KEY.test(key) ? await mediaContent(database, key) : null
      if (content === null) return notFound
      const etag = `"${key}"`
      const kept = {
        etag,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'x-content-type-options': 'nosniff',
      }
      if (headers['if-none-match'] === etag) return { status: 304, headers: kept, body: '' }
      return { headers: { ...kept, 'content-type': content.contentType }, body: content.bytes }
    },
  }
}
