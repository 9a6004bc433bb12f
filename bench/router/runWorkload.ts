import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { request } from 'undici'

import { createJudge } from './answers.ts'
import { OUR_CONFIG, OUR_SHARING, type Contestant } from './contestants.ts'
import type { Options, Requests } from './options.ts'
import type { Cores } from './pinning.ts'
import { race, type Racer } from './race.ts'
import type { Outcome } from './report.ts'
import { startContestant, type Running } from './startContestant.ts'
import type { Tokens } from './tokens.ts'
import type { Question, Workload } from './workload.ts'

/** What a race over a workload is made of. */
export interface Setting extends Omit<Options, 'tokens'> {
  readonly cores: Cores | null
  /** Of the run; everything written lies in it. */
  readonly folder: string
  readonly tokens: Tokens
  /** Keeps a sentence for the report. */
  readonly note: (sentence: string) => void
}

/** Races everybody over a workload: fresh processes for each kind of requests, which answer every query. */
export async function runWorkload(workload: Workload, setting: Setting): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const requests of setting.requests) {
    const routers = await startAll(workload, requests, setting)
    try {
      for (const query of setting.queries) {
        const question = workload.questions[query]
        const racers = await judged(routers, question, setting)
        process.stderr.write(`${workload.name} ${query}, ${requests}: ${racers.map(({ router }) => router.name).join(', ')} …\n`)
        const runs = await race(racers, { ...setting, workload, question, token: tokensFor(requests, setting.tokens) })
        outcomes.push({ workload: workload.name, requests, query, runs })
      }
    } finally {
      for (const router of routers) await router.stop()
    }
  }
  return outcomes
}

/** Unique requests go on through the pool from round to round, so that a token comes back only when all others were sent. */
function tokensFor(requests: Requests, { unique, same }: Tokens): () => string {
  let turn = 0
  return requests === 'identical' ? () => same : () => unique[turn++ % unique.length] ?? same
}

async function startAll(workload: Workload, requests: Requests, setting: Setting): Promise<Running[]> {
  const folder = join(setting.folder, `${workload.name}-${requests}`)
  mkdirSync(folder)
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const start = {
    folder,
    cores: setting.cores,
    token: setting.tokens.same,
    sharing: requests === 'identical',
    supergraph: write('supergraph.graphql', workload.supergraph),
    jwks: write('jwks.json', setting.tokens.keySet),
  }
  // JSON is YAML, which a router's config is written in.
  const configOf = ({ name, config }: Contestant): string =>
    setting.config ??
    write(`${name.replaceAll(/\W+/g, '-')}.yaml`, JSON.stringify({ ...OUR_CONFIG, ...(requests === 'identical' ? OUR_SHARING : {}), ...config }))
  const running: Running[] = []
  for (const contestant of setting.contestants) {
    try {
      running.push(await startContestant(contestant, { ...start, config: configOf(contestant) }))
    } catch (error) {
      setting.note(`Workload ${workload.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return running
}

/** Those whose answer equals that of the first, who is the reference where it runs. The others are named and left out. */
async function judged(routers: readonly Running[], question: Question, { tokens, note }: Setting): Promise<Racer[]> {
  const answers = await Promise.all(routers.map((router) => answerOf(router, question, tokens.same)))
  const [reference] = answers
  if (reference === undefined) throw new Error('No router could be started.')
  if (!reference.includes('{"data":{'))
    throw new Error(`${routers[0]?.name} gives no answer to hold others against: ${reference.toString().slice(0, 500)}`)
  return routers.flatMap((router, index) => {
    const judge = createJudge(reference)
    const answer = answers[index] ?? Buffer.alloc(0)
    if (judge.isRight(answer)) return [{ router, judge }]
    note(`${router.name} answers otherwise than ${routers[0]?.name} and was left out: ${answer.toString().slice(0, 200)}`)
    return []
  })
}

async function answerOf({ origin, path }: Running, question: Question, token: string): Promise<Buffer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const answer = await request(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(question) })
  return Buffer.from(await answer.body.arrayBuffer())
}
