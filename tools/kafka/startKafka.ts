import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import { freePort } from '../postgres/freePort.ts'
import { keeper } from '../start/keeper.ts'
import { OperatorError } from '../start/operatorError.ts'
import { kafkaJars, missingForKafka } from './artifacts.ts'
import { brokerProperties, scramAccounts, type SecureListener } from './properties.ts'

/** How a broker is wanted. */
export interface KafkaOptions {
  /** Holds all that the broker writes; a broker that was here before finds its messages again. */
  readonly folder: string
  readonly logFile: string
  /** Where it listened before, to come back to the same address. @default 0, which means a free port */
  readonly port?: number
  /** Where clients are told that it listens, when something stands between them and it. @default where it listens */
  readonly advertisedPort?: number | undefined
  /** A second listener, over TLS, for clients that say who they are. Belongs to the folder: accounts are made with it. */
  readonly secure?: SecureListener
}

/** A running broker of ours. */
export interface Kafka {
  /** `host:port`, as clients are told. */
  readonly brokers: string
  readonly port: number
  /** Settles when the broker has ended, whoever ended it. */
  readonly ended: Promise<void>
  stop(): Promise<void>
  /** Ends it without warning, as a crash would. */
  kill(): Promise<void>
}

const START_PATIENCE_MS = 60_000
const STOP_PATIENCE_MS = 20_000
const JVM = ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn']

/** Starts Apache Kafka, one node on 127.0.0.1. Throws OperatorError, one sentence with the way out, when it cannot. */
export async function startKafka({ folder, logFile, port: wanted = 0, advertisedPort, secure }: KafkaOptions): Promise<Kafka> {
  const missing = await missingForKafka()
  if (missing !== undefined) throw new OperatorError(`${missing}: install both (Debian: maven, default-jre-headless), or leave out Kafka.`)
  const classpath = join(await kafkaJars(), '*')
  const port = wanted || (await freePort())
  const place = { port, advertisedPort: advertisedPort ?? port, controllerPort: await freePort(), dataDir: join(folder, 'log') }
  const settings = join(folder, 'server.properties')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(dirname(logFile), { recursive: true })
  await writeFile(settings, brokerProperties(place, secure), { mode: 0o600 })
  if (!existsSync(join(place.dataDir, 'meta.properties'))) await format(classpath, settings, secure === undefined ? [] : scramAccounts(secure))
  const log = openSync(logFile, 'a', 0o600)
  const command = ['java', ...JVM, '-cp', classpath, 'kafka.Kafka', settings]
  const child = spawn('/bin/sh', ['-c', keeper('TERM'), 'keeper', ...command], { cwd: folder, stdio: ['pipe', log, log], detached: true })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (!(await listens(child, port))) {
    child.stdin?.destroy()
    const trouble = (await readFile(logFile, 'utf8'))
      .trim()
      .split('\n')
      .findLast((line) => /ERROR|FATAL|Exception/.test(line))
    throw new OperatorError(`Kafka could not start in ${folder}: ${trouble ?? 'no reason given'} (log: ${logFile}).`)
  }
  return { brokers: `127.0.0.1:${place.advertisedPort}`, port, ended, stop: () => stop(child, ended), kill: () => kill(child, ended) }
}

/** A Java of its own: a second or two, once for a folder. */
async function format(classpath: string, settings: string, accounts: readonly string[]): Promise<void> {
  // One in sixty-four begins with a dash: only behind an equals sign it is not taken for an option.
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
  const command = [
    '-XX:TieredStopAtLevel=1',
    '-cp',
    classpath,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${id}`,
    '-c',
    settings,
    ...accounts,
  ]
  await promisify(execFile)('java', command)
}

async function listens(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + START_PATIENCE_MS
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true)).once('error', () => resolve(false))
      socket.once('close', () => resolve(false)).setTimeout(1000, () => socket.destroy())
      socket.once('connect', () => socket.destroy())
    })
    if (answered) return true
    await sleep(50)
  }
  return false
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.stdin?.destroy()
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_PATIENCE_MS, false, { ref: false })])
  if (!inTime) await kill(child, ended)
}

/** The keeper and the broker are one group. */
async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
  await ended
}
