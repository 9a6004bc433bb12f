import { readFile, stat } from 'node:fs/promises'

import { request } from 'undici'

import { fail, ok } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { keys } from '@agora/rpc/methods/identity.ts'

import { readKeySet, type LoadKeys } from './keySet.ts'

const LARGEST_SET_BYTES = 256 * 1024
const FETCH_TIMEOUT_MS = 5000

/** Keys from a JWKS file. */
export function keysFromFile(path: string): LoadKeys {
  return async () => {
    try {
      if ((await stat(path)).size > LARGEST_SET_BYTES) return fail(`the key file ${path} is larger than ${LARGEST_SET_BYTES} bytes`)
      const read = readKeySet(await readFile(path, 'utf8'))
      return read.ok ? read : fail(`the key file ${path} is of no use: ${read.error}`)
    } catch (error) {
      return fail(`the key file ${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`)
    }
  }
}

/** Keys from a JWKS address. Bounded in size and time; redirects are not followed. */
export function keysFromUrl(url: string): LoadKeys {
  return async () => {
    try {
      const answer = await request(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
      const chunks: Buffer[] = []
      let length = 0
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        length += chunk.length
        if (length > LARGEST_SET_BYTES) return fail(`the keys at ${url} are larger than ${LARGEST_SET_BYTES} bytes`)
        chunks.push(chunk)
      }
      if (answer.statusCode !== 200) return fail(`${url} answered ${answer.statusCode}`)
      const read = readKeySet(Buffer.concat(chunks).toString())
      return read.ok ? read : fail(`what ${url} answered is of no use: ${read.error}`)
    } catch (error) {
      return fail(`${url} cannot be reached (${error instanceof Error ? error.name : 'unknown reason'})`)
    }
  }
}

/** Keys from the subgraph that issues the tokens, by a signed call. */
export function keysFromAuthority(caller: Caller): LoadKeys {
  return async () => {
    const answer = await caller.call(keys, {}, { timeoutMs: FETCH_TIMEOUT_MS })
    return answer.ok
      ? ok({ keys: answer.value.keys.map((key) => ({ ...key })) })
      : fail(`the token issuer's internal port answered ${answer.error.code}`)
  }
}
