import { createHash } from 'node:crypto'

import type { Queryable } from '@agora/database/transaction.ts'
import type { GetRoute } from '@agora/rpc/routes.ts'

import { parseEmail } from '../email/emailAddress.ts'
import { escaped } from '../notifications/html.ts'

/** A message as the development inbox shows it. */
export interface InboxMail {
  readonly id: string
  readonly to: string
  readonly kind: string
  readonly subject: string
  readonly body: string | null
  readonly token: string | null
  readonly createdAt: Date
}

const SHOWN = 100

/** The newest messages first, at most a hundred; with an address, only those to it in any spelling. */
async function readInbox(db: Queryable, to: string | null): Promise<InboxMail[]> {
  const parsed = to === null ? null : parseEmail(to)
  if (parsed?.ok === false) return []
  const { rows } = await db.query<InboxMail>(
    `SELECT id, to_address AS "to", template AS kind, subject, body, token, created_at AS "createdAt" FROM notifications
     WHERE status = 'DEV_INBOX' AND ($1::text IS NULL OR to_key = $1) ORDER BY created_at DESC, id DESC LIMIT ${SHOWN}`,
    [parsed?.value.key ?? null],
  )
  return rows
}

/** The development inbox as a page and as data. The process offers them only where development doors are open. */
export function inboxRoutes(db: Queryable): GetRoute[] {
  const callers = ['router']
  return [
    {
      path: '/dev/inbox.json',
      callers,
      answer: async ({ query }) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages: await readInbox(db, query.get('to')) }),
      }),
    },
    {
      path: '/dev/inbox',
      callers,
      answer: async ({ query }) => ({
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
        body: renderInbox(await readInbox(db, query.get('to'))),
      }),
    },
  ]
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fafaf8}
article{background:#fff;border:1px solid #dfe2e8;border-radius:.5rem;padding:1rem;margin:1rem 0}h2{font-size:1.05rem;margin:0}
small{color:#5b6475}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace;margin:.75rem 0 0}`

/** The page runs nothing and loads nothing; its one style sheet is known by its digest. */
const POLICY = `default-src 'none'; frame-ancestors 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** The page: one article a message, newest first. */
function renderInbox(mails: readonly InboxMail[]): string {
  const articles = mails.map(
    ({ to, subject, body, createdAt }) =>
      `<article><h2>${escaped(subject)}</h2><small>to ${escaped(to)} · ${createdAt.toISOString()}</small><pre>${escaped(body ?? '')}</pre></article>`,
  )
  const content = articles.length === 0 ? '<p>Nothing has been sent yet.</p>' : articles.join('\n')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Development inbox</title>
<style>${STYLE}</style><h1>Development inbox</h1><p>What Agora would have mailed. Nothing leaves this machine.</p>\n${content}</html>\n`
}
