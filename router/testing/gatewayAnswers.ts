import { getVariableValues, Kind, parse, type ExecutionResult } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import { switchOffForeignTelemetry } from '../env.ts'
import { createApolloGatewayEngine } from '../execution/apolloGateway.ts'
import type { CallSubgraph } from '../execution/callSubgraph.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { context } from './handPlans.ts'

interface GatewayRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** `@apollo/gateway` as an oracle. */
export interface GatewayAnswers {
  /** One operation at a time: its way to the subgraphs is given with it. */
  answer(request: GatewayRequest, call: CallSubgraph): Promise<ExecutionResult>
  stop(): Promise<void>
}

/** Starts it for a supergraph. */
export async function startGatewayAnswers(supergraph: Supergraph): Promise<GatewayAnswers> {
  switchOffForeignTelemetry()
  let way: CallSubgraph = async () => ({})
  const engine = await createApolloGatewayEngine({
    supergraph,
    ask: async (subgraph, request, given) =>
      way({ subgraph, operation: 'query', operationName: request.operationName, query: request.query, body: JSON.stringify(request) }, given),
    call: async () => ({}),
    logger: createLogger({ service: 'oracle', level: 'silent' }),
  })
  return {
    async answer({ query, variables }, call) {
      way = call
      const document = parse(query)
      const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
      if (definition === undefined) throw new TypeError('No operation')
      const { coerced = {} } = getVariableValues(engine.apiSchema, definition.variableDefinitions ?? [], variables)
      return engine.execute({ document, definition, name: undefined, variables, coerced, source: query, hash: query }, context)
    },
    stop: () => engine.stop(),
  }
}
