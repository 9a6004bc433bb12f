import { Pool } from 'undici'

const START = JSON.stringify({ query: 'mutation { startGuestSession { accessToken } }' })
const AT_ONCE = 16

/** Sessions of so many guests: their tokens, by who they are. */
export async function startGuests(url: string, many: number): Promise<ReadonlyMap<string, string>> {
  const pool = new Pool(url, { connections: AT_ONCE, pipelining: 1 })
  const tokens = new Map<string, string>()
  let begun = 0
  const client = async (): Promise<void> => {
    while (begun++ < many) {
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' }, body: START })
      const { data } = (await answer.body.json()) as { data: { startGuestSession: { accessToken: string } } }
      const { accessToken } = data.startGuestSession
      tokens.set(subjectOf(accessToken), accessToken)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  await pool.close()
  return tokens
}

function subjectOf(token: string): string {
  const [, claims = ''] = token.split('.')
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }).sub
}
