import { envelop, useEngine, type ExecuteFunction } from '@envelop/core'
import { getCurrentOtelContext, setCurrentOtelContext, useOpenTelemetry } from '@envelop/opentelemetry'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace as spans, type Context, type Span } from '@opentelemetry/api'
import { parse, specifiedRules, subscribe, validate } from 'graphql'

import type { Operation } from '../../execution/engine.ts'
import type { AnswerOperation, Extension, SendCall } from '../../extensions/extension.ts'
import type { RequestContext } from '../requestContext.ts'
import type { Trace } from '../trace.ts'
import type { Tracing } from './openTracing.ts'

/** What hangs around operations, and what around calls to subgraphs. */
export interface TracingExtensions {
  readonly operations: Extension
  readonly calls: Extension
}

/**
 * A span for each operation, by envelop's pipeline, and below it one for each request to a subgraph, which goes on in the subgraph by its `traceparent`.
 * The first belongs outside everything, the second inside: what is shared or cached is no request to a subgraph. Spans hold names, never documents, variables or values: those may be somebody's data.
 */
export function traceOperations({ provider, ids }: Tracing): TracingExtensions {
  const tracer = provider.getTracer('router')
  /** By the trace, which stays itself when a context is written anew. */
  const below = new WeakMap<Trace, Context>()
  const operations: Extension = {
    operation: (next) => {
      const pipeline = pipelineTo(next, { provider, below })
      return (operation, context) => {
        const { execute } = pipeline(context)
        setCurrentOtelContext(context, contextOf(context.trace))
        ids.expect(context.trace)
        const { document, name: operationName } = operation
        // Nobody between here and the router's own executor reads a schema.
        const given = { document, operationName, contextValue: context, rootValue: operation } as Parameters<ExecuteFunction>[0]
        return execute(given) as ReturnType<AnswerOperation>
      }
    },
  }
  const calls: Extension = {
    subgraphCall: (next, subgraph) => (call, context) => {
      const parent = below.get(context.trace)
      if (parent === undefined) return next(call, context)
      const attributes = { 'graphql.subgraph.name': subgraph, 'graphql.operation.type': call.operation, 'graphql.operation.name': call.operationName }
      const span = tracer.startSpan(`fetch ${subgraph}`, { kind: SpanKind.CLIENT, attributes }, parent)
      return within(span, next, [call, { ...context, trace: traceOf(span) }])
    },
  }
  return { operations, calls }
}

type Pipeline = (context: RequestContext) => { readonly execute: ExecuteFunction }

/** Apollo Server has parsed and validated; what envelop surrounds is the execution alone, and its executor is the router's own. */
function pipelineTo(
  next: AnswerOperation,
  { provider, below }: { readonly provider: Tracing['provider']; readonly below: WeakMap<Trace, Context> },
): Pipeline {
  const execute: ExecuteFunction = ({ rootValue, contextValue }) => {
    const context = contextValue as RequestContext
    below.set(context.trace, getCurrentOtelContext(context))
    return next(rootValue as Operation, context)
  }
  const recording = { document: false, variables: false, result: false, resolvers: false }
  return envelop({
    plugins: [
      useEngine({ parse, validate, specifiedRules, execute, subscribe }),
      useOpenTelemetry(recording, provider as Parameters<typeof useOpenTelemetry>[1], SpanKind.SERVER, {}, 'router'),
    ],
  }) as Pipeline
}

/** The caller's span, where there is one. */
function contextOf({ traceId, parentId, flags }: Trace): Context {
  if (parentId === undefined) return ROOT_CONTEXT
  return spans.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
}

function traceOf(span: Span): Trace {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return { traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0'), isOfCall: true }
}

async function within(span: Span, next: SendCall, [call, context]: Parameters<SendCall>): ReturnType<SendCall> {
  try {
    const reply = await next(call, context)
    span.setAttribute('http.response.status_code', reply.status)
    if (reply.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
    return reply
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
    throw error
  } finally {
    span.end()
  }
}
