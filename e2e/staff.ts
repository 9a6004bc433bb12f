import type { Role } from '@agora/security/roles.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { signToken } from './access/visitors.ts'
import { newCustomer } from './people.ts'

/** Somebody new who may do what a role may, by a token of the house. */
export async function newStaff(role: Role, keysDir: string): Promise<GraphqlClient> {
  const { accessToken, client } = await newCustomer()
  return client.as(await signToken({ like: accessToken, keysDir, roles: [role], expiresIn: 3600 }))
}
