import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'

import { ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { createTestIssuer, unsignedToken, type TestIssuer } from '../testing/tokens.ts'
import { createTokenVerifier, type VerifyToken } from './accessTokens.ts'
import { createKeySet } from './keySet.ts'
import { verifyByIssuer } from './verifyByIssuer.ts'

const logger = createLogger({ service: 'router', level: 'silent' })
const [OWN, PARTNER] = ['https://own.example', 'https://partner.example']
// Both call their key by the same name.
const [own, partner, stranger] = await Promise.all([createTestIssuer('1'), createTestIssuer('1'), createTestIssuer('1')])

function verifierOf(issuer: string, { publicKey }: TestIssuer): VerifyToken {
  const keys = createKeySet({ load: async () => ok({ keys: [publicKey] }), logger, atMostEveryMs: 0, atLeastEveryMs: null })
  const rules = { issuer, audience: undefined, tokenType: undefined, leewaySeconds: 5, scopesClaim: 'scope', policiesClaim: undefined }
  return createTokenVerifier(keys, rules)
}

const verify = verifyByIssuer(
  new Map([
    [OWN, verifierOf(OWN, own)],
    [PARTNER, verifierOf(PARTNER, partner)],
  ]),
)
const refused = { ok: false, error: 'not-accepted' } as const
const now = Math.floor(Date.now() / 1000)

test('each token is verified with the keys of its own issuer, also when keys have the same name', async () => {
  for (let time = 0; time < 2; time += 1) {
    assert.equal((await verify(await own.sign({ iss: OWN }))).ok, true)
    assert.equal((await verify(await partner.sign({ iss: PARTNER }))).ok, true)
  }
})

/** A token in others' words: its header and claims as they stand, and what somebody makes of them. */
function forged(header: object, claims: object, sign: (input: string) => string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${sign(input)}`
}
const good = { iss: OWN, sub: 'usr_1', iat: now, exp: now + 600 }
const hmac = (secret: string) => (input: string) => createHmac('sha256', secret).update(input).digest('base64url')

const attacks: Readonly<Record<string, () => Promise<string>>> = {
  'of one issuer that names another': () => partner.sign({ iss: OWN }),
  'of the other issuer that names the first': () => own.sign({ iss: PARTNER }),
  'of a stranger': () => stranger.sign({ iss: PARTNER }),
  'of nobody in the list': () => own.sign({ iss: 'https://evil.example' }),
  'of an issuer with a slash more': () => own.sign({ iss: `${OWN}/` }),
  'of no issuer': () => own.sign({ iss: undefined }),
  'of several issuers': () => own.sign({ iss: [OWN, PARTNER] }),
  'of what every object inherits': () => own.sign({ iss: 'constructor' }),
  'that is not signed': async () => forged({ alg: 'none', kid: '1' }, good, () => ''),
  'that is not signed, in other letters': async () => unsignedToken('nOnE'),
  'signed with the public key as a secret': async () => forged({ alg: 'HS256', kid: '1' }, good, hmac(JSON.stringify(own.publicKey))),
  'that says where its keys are': () => stranger.sign({ iss: OWN }, { jku: 'http://127.0.0.1:1/evil' }),
  'that says where its certificate is': () => stranger.sign({ iss: OWN }, { x5u: 'http://127.0.0.1:1/evil' }),
  'that brings its own key': () => stranger.sign({ iss: OWN }, { jwk: stranger.publicKey }),
  'that brings its own key, under no name': () => stranger.sign({ iss: OWN }, { jwk: stranger.publicKey, kid: undefined }),
  'with claims of another below its signature': async () => {
    const [header, , signature] = (await own.sign({ iss: OWN })).split('.')
    return `${header}.${(await partner.sign({ iss: PARTNER })).split('.')[1]}.${signature}`
  },
  'that expired, whoever signed it': () => partner.sign({ iss: PARTNER, exp: now - 10 }),
  'of nonsense': async () => 'a.b.c',
  'that is far too long': async () => `${'a'.repeat(9000)}.b.c`,
}

for (const [name, make] of Object.entries(attacks)) test(`refuses a token ${name}`, async () => assert.deepEqual(await verify(await make()), refused))
