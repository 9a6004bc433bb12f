import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'
import { anonymous } from '@agora/security/viewer.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'
import { DIRECTIVES, protectedGraph } from '../testing/authorize.ts'
import { createAuthorizer, type AuthorizerParts } from './createAuthorizer.ts'
import { readProtection } from './readProtection.ts'

const SDL = `
  type Query { open: Int me: User @authenticated report: Int @requiresScopes(scopes: [["reports"]]) vip: Int @policy(policies: [["vip"]]) }
  type User { id: ID }
`
const user = (scopes: readonly string[]): RouterViewer => ({
  kind: 'user',
  sub: 'usr_1',
  sid: null,
  roles: [],
  scopes,
  amr: [],
  acr: '',
  authTime: 0,
})

function authorizer(parts: Partial<AuthorizerParts> = {}) {
  const protection = readProtection(parse(`${DIRECTIVES}${SDL}`))
  assert.ok(protection.ok)
  const lines: Readonly<Record<string, unknown>>[] = []
  const logger = createLogger({ service: 'router', level: 'info', destination: { write: (line: string) => void lines.push(JSON.parse(line)) } })
  const { schema } = protectedGraph(SDL)
  const made = createAuthorizer({ schema, protection: protection.value, policies: null, config: { mode: 'filter', log: true }, ...parts })
  const authorize = (document: ReturnType<typeof parse>, viewer: RouterViewer) =>
    made.authorize({ document, operationName: undefined, variables: {} }, { requestId: 'r1', viewer, logger })
  return { authorize, lines }
}
const asked = (admission: object): string | null => {
  const { document } = admission as { document: ReturnType<typeof parse> | null }
  return document === null ? null : print(document).replaceAll(/\s+/g, ' ')
}

test("an administrator's operation is not reused for a guest", async () => {
  const { authorize } = authorizer()
  const document = parse('{ open me { id } report }')
  const admin = await authorize(document, user(['reports']))
  const guest = await authorize(document, { ...user([]), kind: 'guest' } as RouterViewer)
  const nobody = await authorize(document, anonymous)
  assert.deepEqual([admin, guest, nobody].map(asked), ['{ open me { id } report }', '{ open me { id } }', '{ open }'])
  assert.equal(new Set([admin.key, guest.key, nobody.key]).size, 3)
})

test('what was worked out for some rights serves all who have them', async () => {
  const { authorize } = authorizer()
  const document = parse('{ me { id } }')
  const [one, other] = [await authorize(document, user(['a'])), await authorize(document, user(['b']))]
  assert.equal(one.key, other.key)
  assert.ok(!one.refused && !other.refused)
  assert.equal(one.document, other.document)
})

test('an unprotected operation is the same for everybody', async () => {
  const { authorize, lines } = authorizer()
  const document = parse('{ open }')
  assert.equal((await authorize(document, anonymous)).key, (await authorize(document, user(['reports']))).key)
  assert.deepEqual(lines, [])
})

test('asks for policies only where an operation needs them, at every request', async () => {
  let calls = 0
  let isVip = true
  const policies = { decide: async () => ((calls += 1), new Set(isVip ? ['vip'] : [])) }
  const { authorize } = authorizer({ policies })
  await authorize(parse('{ open }'), anonymous)
  assert.equal(calls, 0)
  const document = parse('{ vip }')
  assert.equal(asked(await authorize(document, anonymous)), '{ vip }')
  isVip = false
  assert.equal(asked(await authorize(document, anonymous)), null)
  assert.equal(calls, 2)
})

test('logs what was denied, by the paths of the operation and without values', async () => {
  const { authorize, lines } = authorizer()
  await authorize(parse('{ open mine: me { id } report }'), anonymous)
  assert.deepEqual(
    lines.map(({ msg, deniedPaths, deniedCount }) => ({ msg, deniedPaths, deniedCount })),
    [{ msg: 'Parts of an operation were denied', deniedPaths: ['mine', 'report'], deniedCount: 2 }],
  )
  const silent = authorizer({ config: { mode: 'filter', log: false } })
  await silent.authorize(parse('{ report }'), anonymous)
  assert.deepEqual(silent.lines, [])
})

test('refuses an operation whole where the config says so', async () => {
  const { authorize } = authorizer({ config: { mode: 'reject', log: false } })
  const refused = await authorize(parse('{ open report }'), anonymous)
  assert.ok(refused.refused)
  assert.deepEqual(
    refused.errors.map(({ path }) => path),
    [['report']],
  )
})

test('a dry run asks the same for everybody, and never under the key of a filtered operation', async () => {
  const { authorize } = authorizer({ config: { mode: 'dry-run', log: false } })
  const document = parse('{ open report }')
  const [nobody, staff] = [await authorize(document, anonymous), await authorize(document, user(['reports']))]
  assert.deepEqual([nobody, staff].map(asked), ['{ open report }', '{ open report }'])
  assert.equal(nobody.key, staff.key)
  assert.notEqual(nobody.key, (await authorizer().authorize(document, anonymous)).key)
})
