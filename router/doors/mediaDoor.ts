import type { Caller } from '@agora/rpc/caller.ts'

import { notFound } from './answers.ts'
import type { Door } from './exchange.ts'
import { isPlainPath, passOn } from './passOn.ts'

/**
 * Pictures of products. They were uploaded by people, so a browser must treat each as a picture and nothing else, even when it is opened by
 * itself: an SVG may hold scripts. Pages of other origins may show them.
 */
export function createMediaDoor(caller: Caller): Door {
  const door = passOn({
    caller,
    target: (path) => path,
    keep: ['etag', 'cache-control', 'last-modified'],
    headers: {
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
  return (exchange) => (isPlainPath(exchange.path) ? door(exchange) : notFound(exchange))
}
