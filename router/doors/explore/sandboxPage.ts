import type { ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default'

import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { ExampleOperation } from './exampleOperations.ts'

const FALLBACK = /<div class="fallback">[\s\S]*?<\/div>/
const HEAD_END = '</head>'

const OFFLINE = `<div class="fallback" id="offline">
  <h1>Apollo Sandbox is not reachable from here</h1>
  <p>Its page comes from Apollo's network, and this browser could not load it. The graph itself is fine.</p>
  <p><a href="/graphiql">Open GraphiQL</a>, which this router serves itself and which needs no internet.</p>
</div>`

const STYLE = `
  .fallback { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto 0; color: #1d2433; }
  .fallback h1 { font-size: 1.4rem; }
  /* The place for the Sandbox lies over everything; while it is empty, the link below it must be within reach. */
  #embeddableSandbox:empty { pointer-events: none; }`

/**
 * Apollo Sandbox as the page at `/graphql`, with example operations. Where Apollo's script cannot be loaded the page says so and leads to
 * GraphiQL. Nothing is reported to Apollo.
 */
export function sandboxPage(examples: readonly ExampleOperation[]): ApolloServerPlugin<RequestContext> {
  const document = examples.find(({ title }) => title !== 'signIn')?.document
  const apollo = ApolloServerPluginLandingPageLocalDefault({
    embed: { endpointIsEditable: false, runTelemetry: false, initialState: { pollForSchemaUpdates: false } },
    includeCookies: false,
    ...(document === undefined ? {} : { document: withSignIn(document, examples) }),
  })
  return {
    ...apollo,
    async serverWillStart(service) {
      const started = await apollo.serverWillStart?.(service)
      const page = await (started || undefined)?.renderLandingPage?.()
      const render = page?.html
      return { renderLandingPage: async () => ({ html: async () => offlineReady(typeof render === 'function' ? await render() : (render ?? '')) }) }
    },
  }
}

function withSignIn(document: string, examples: readonly ExampleOperation[]): string {
  const signIn = examples.find(({ title }) => title === 'signIn')?.document
  return signIn === undefined ? document : `${document}\n${signIn}`
}

/** Puts our words in the place of Apollo's own. Left as it is when Apollo's page has changed its shape. */
export function offlineReady(html: string): string {
  const nonce = /nonce="([0-9a-f]+)"/.exec(html)?.[1]
  if (nonce === undefined || !FALLBACK.test(html)) return html
  return html.replace(FALLBACK, OFFLINE).replace(HEAD_END, `<style nonce="${nonce}">${STYLE}</style>${HEAD_END}`)
}
