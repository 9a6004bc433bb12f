import { drain } from '@agora/http-server/drain.ts'
import { listen } from '@agora/http-server/listen.ts'
import { readBody } from '@agora/http-server/readBody.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { deliverWebhook, MAX_WEBHOOK_BYTES } from '@agora/rpc/methods/webhooks.ts'

/** Stands where the router stands: takes webhooks and hands them on unread. */
export async function openWebhookDoor(to: () => Caller | undefined) {
  const outcomes: string[] = []
  const bodies: { readonly body: Buffer; readonly signature: string | undefined }[] = []
  const { server, url } = await listen(
    async (request, response) => {
      const body = await readBody(request, MAX_WEBHOOK_BYTES)
      const header = request.headers['provider-signature']
      const signature = typeof header === 'string' ? header : undefined
      const caller = to()
      if (!body.ok || caller === undefined) return void response.writeHead(503).end()
      bodies.push({ body: body.value, signature })
      const message = { provider: 'local', body: body.value.toString('base64'), ...(signature === undefined ? {} : { signature }) }
      const answer = await caller.call(deliverWebhook, message, { timeoutMs: 5000 })
      outcomes.push(answer.ok ? answer.value.outcome : answer.error.code)
      response.writeHead(answer.ok ? 200 : 503).end()
    },
    { port: 0 },
  )
  return { url: `${url}/webhooks/local`, outcomes, bodies, stop: () => drain(server, { graceMs: 1000, lingerMs: 0 }) }
}
