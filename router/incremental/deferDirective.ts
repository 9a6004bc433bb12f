import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  Kind,
  type DirectiveNode,
  type SelectionNode,
} from 'graphql'

/** The directive by which a client lets a fragment come later. Source: the proposal for incremental delivery of 2022-08-24, as Apollo's clients speak it. */
export const DEFER = new GraphQLDirective({
  name: 'defer',
  description: 'Lets a fragment come after the rest of the answer, as a part of its own, where the client accepts answers in parts.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    label: { type: GraphQLString, description: 'Names the part. Each label stands once in a document.' },
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Where it is false the fragment comes with the rest.' },
  },
})

/** The same schema with `@defer`; a directive of the graph's own by this name gives way. */
export function offerDefer(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig()
  return new GraphQLSchema({ ...config, directives: [...config.directives.filter(({ name }) => name !== DEFER.name), DEFER] })
}

/** The `@defer` of a fragment or of a spread. */
export function deferOf({ directives = [] }: SelectionNode): DirectiveNode | undefined {
  return directives.find(({ name }) => name.value === DEFER.name)
}

/** The label of a `@defer` that is written out; undefined for none. */
export function labelOf(defer: DirectiveNode): string | undefined {
  const value = defer.arguments?.find(({ name }) => name.value === 'label')?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}

/** An unconditional `@defer` with a label. */
export function deferredAs(label: string): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: DEFER.name },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value: label } }],
  }
}

/** The directives of a selection without its `@defer`. */
export function otherDirectives({ directives = [] }: SelectionNode): DirectiveNode[] {
  return directives.filter(({ name }) => name.value !== DEFER.name)
}
