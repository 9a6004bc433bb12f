import { composeServices as composeWithApollo } from '@apollo/composition'
import { composeServices as composeWithGuild, transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { buildASTSchema, parse, type DocumentNode, type GraphQLSchema } from 'graphql'

/** A subgraph on its way into the composers. */
export interface ComposedSubgraph {
  readonly name: string
  readonly url: string
  readonly typeDefs: DocumentNode
}

/** One composer's view of the graph: as routers read it, and as clients see it. */
export interface Composition {
  readonly supergraph: string
  readonly api: GraphQLSchema
}

/** Both composers' views. */
export interface Compositions {
  readonly apollo: Composition
  readonly guild: Composition
}

const listed = (composer: string, errors: readonly { readonly message: string }[]): Error =>
  new Error(`${composer} refuses the subgraphs:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`)

/** Composes with @apollo/composition. Throws an error that lists every fault. */
function apollo(subgraphs: readonly ComposedSubgraph[]): Composition {
  const composed = composeWithApollo([...subgraphs])
  if (composed.errors !== undefined) throw listed('@apollo/composition', composed.errors)
  return { supergraph: `${composed.supergraphSdl.trim()}\n`, api: composed.schema.toAPISchema().toGraphQLJSSchema() }
}

/** Composes with @theguild/federation-composition. Throws an error that lists every fault. */
function guild(subgraphs: readonly ComposedSubgraph[]): Composition {
  const composed = composeWithGuild([...subgraphs])
  if (composed.supergraphSdl === undefined) throw listed('@theguild/federation-composition', composed.errors)
  return {
    supergraph: composed.supergraphSdl,
    api: buildASTSchema(transformSupergraphToPublicSchema(parse(composed.supergraphSdl)), { assumeValidSDL: true }),
  }
}

/** Composes the same subgraphs with both composers. Throws when either refuses them. */
export function composeBoth(subgraphs: readonly ComposedSubgraph[]): Compositions {
  return { apollo: apollo(subgraphs), guild: guild(subgraphs) }
}
