import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'

const service = 'agora.identity.v1.Identity'

const jsonWebKey = z.object({
  kid: z.string().min(1).max(128),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
})

/** A public key that access tokens are verified with. */
export type JsonWebKey = z.output<typeof jsonWebKey>

/** The JSON Web Key Set of users: `schema/proto/agora/identity/v1/identity.proto`. */
export const keys = defineMethod({
  service,
  method: 'Keys',
  idempotent: true,
  request: z.object({}),
  response: z.object({ keys: z.array(jsonWebKey).max(100).default([]) }),
})

const revokedSession = z.object({ sid: z.string(), until: z.iso.datetime() })

/** A session that was ended, and when (ISO 8601, UTC) the last access token of it has expired. */
export type RevokedSession = z.output<typeof revokedSession>

/** Every ended session whose access tokens may still be alive: the whole list, never a difference. */
export const revocations = defineMethod({
  service,
  method: 'Revocations',
  idempotent: true,
  request: z.object({}),
  response: z.object({ sessions: z.array(revokedSession).default([]), asOf: z.iso.datetime() }),
})
