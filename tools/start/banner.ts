import type { Stack } from './stack.ts'

const QUERY = '{ products(first: 3) { nodes { name variants { sku price(currency: USD) { decimal currencyCode } } } } }'

/** What `npm start` prints when the graph answers. */
export function banner({ url, operatorUrl, dev, accounts, folder }: Stack, seconds: number): string {
  const width = Math.max(...accounts.map(({ email }) => email.length), 0)
  const people = accounts.map(({ email, password, role }) => `    ${email.padEnd(width)}  ${password}  ${role}`)
  const doors = dev
    ? [`  Dev inbox        ${operatorUrl}/dev/inbox`, `  Failure flags    ${operatorUrl}/dev/flags`]
    : ['  Development doors are closed: the database or a listener is not of this machine alone.']
  return [
    `Agora is ready after ${seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    `  Graph, Sandbox   ${url}/graphql`,
    `  GraphiQL         ${url}/graphiql`,
    `  Operator         ${operatorUrl}/services  ${operatorUrl}/metrics`,
    ...doors,
    `  Data and logs    ${folder.root}`,
    '',
    ...(people.length === 0 ? [] : ['  Demo accounts (address, password, role):', ...people, '']),
    '  A first query:',
    `    ${QUERY}`,
    '',
    `    curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: QUERY })}'`,
    '',
  ].join('\n')
}
