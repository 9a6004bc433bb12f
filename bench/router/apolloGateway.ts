import { readFileSync } from 'node:fs'

import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

interface Context {
  readonly authorization?: string | undefined
}

/** As tutorials show how to send a header on. */
class ForwardingDataSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    if (context.authorization !== undefined) request.http?.headers.set('authorization', context.authorization)
  }
}

const [supergraph = '', port = ''] = process.argv.slice(2)
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  buildService: ({ url = '' }) => new ForwardingDataSource({ url }),
})
await startStandaloneServer(new ApolloServer<Context>({ gateway }), {
  listen: { host: '127.0.0.1', port: Number(port) },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
})
