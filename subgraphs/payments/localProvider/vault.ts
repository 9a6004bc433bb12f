import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'

import type { ProviderPayment } from './account.ts'
import { calm, flagsShape, type Flags } from './flags.ts'
import type { Method } from './testCards.ts'

const TABLES = `
create table if not exists payments(id text primary key, merchant_reference text not null unique, created_at text not null, redirect_secret text unique, body text not null);
create index if not exists payments_in_order on payments(created_at, id);
create table if not exists keys(key text primary key, request text not null, payment_id text not null);
create table if not exists methods(token text primary key, body text not null);
create table if not exists deliveries(id integer primary key, event_id text not null, body text not null, due_at integer not null, attempts integer not null default 0);
create index if not exists deliveries_due on deliveries(due_at);
create table if not exists answers(id integer primary key, payment_id text not null, kind text not null, due_at integer not null);
create table if not exists flags(id integer primary key check (id = 1), body text not null);`

/** A webhook to be sent. */
export interface Delivery {
  readonly id: number
  readonly body: string
  readonly attempts: number
}

/** Something that the provider said it would answer later. */
export interface LaterAnswer {
  readonly id: number
  readonly paymentId: string
  /** `authorise`, `decline`, or `refund <id>`. */
  readonly kind: string
}

const text = (value: SQLOutputValue | undefined): string => (typeof value === 'string' ? value : '')
const parsed = <Body>(row: Record<string, SQLOutputValue> | undefined): Body | undefined =>
  row === undefined ? undefined : (JSON.parse(text(row['body'])) as Body)

/** The file, with the statements' values bound. */
function openFile(file: string) {
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000')
  db.exec(TABLES)
  return {
    one: (sql: string, ...values: SQLInputValue[]) => db.prepare(sql).get(...values),
    all: (sql: string, ...values: SQLInputValue[]) => db.prepare(sql).all(...values),
    run: (sql: string, ...values: SQLInputValue[]): void => void db.prepare(sql).run(...values),
    /** All or nothing. */
    inTransaction<Answer>(work: () => Answer): Answer {
      db.exec('begin immediate')
      try {
        const answer = work()
        db.exec('commit')
        return answer
      } catch (error) {
        db.exec('rollback')
        throw error
      }
    },
    close: () => db.close(),
  }
}

type OpenFile = ReturnType<typeof openFile>

function keepPayments({ one, all, run }: OpenFile) {
  const find = (sql: string, value: string) => parsed<ProviderPayment>(one(sql, value))
  return {
    payment: (id: string) => find('select body from payments where id = ?', id),
    byMerchantReference: (name: string) => find('select body from payments where merchant_reference = ?', name),
    byRedirectSecret: (secret: string) => find('select body from payments where redirect_secret = ?', secret),
    /** Payments created at or after a moment, oldest first, behind the one named. */
    page: (since: string, after: string, limit: number) =>
      all('select body from payments where created_at >= ? and id > ? order by id limit ?', since, after, limit).map(
        (row) => JSON.parse(text(row['body'])) as ProviderPayment,
      ),
    add(payment: ProviderPayment, redirectSecret: string | null): void {
      const { id, merchantReference, createdAt } = payment
      run('insert into payments values (?, ?, ?, ?, ?)', id, merchantReference, createdAt, redirectSecret, JSON.stringify(payment))
    },
    keep: (payment: ProviderPayment) => run('update payments set body = ? where id = ?', JSON.stringify(payment), payment.id),
    key(key: string): { request: string; paymentId: string } | undefined {
      const row = one('select request, payment_id from keys where key = ?', key)
      return row === undefined ? undefined : { request: text(row['request']), paymentId: text(row['payment_id']) }
    },
    takeKey: (key: string, request: string, paymentId: string) => run('insert into keys values (?, ?, ?)', key, request, paymentId),
    method: (token: string) => parsed<Method>(one('select body from methods where token = ?', token)),
    keepMethod: (token: string, method: Method) => run('insert or replace into methods values (?, ?)', token, JSON.stringify(method)),
  }
}

function keepPromises({ one, all, run }: OpenFile) {
  return {
    deliver: (eventId: string, body: string, dueAt: number) =>
      run('insert into deliveries(event_id, body, due_at) values (?, ?, ?)', eventId, body, dueAt),
    dueDeliveries: (now: number, limit: number): Delivery[] =>
      all('select id, body, attempts from deliveries where due_at <= ? order by due_at, id limit ?', now, limit).map((row) => ({
        id: Number(row['id']),
        body: text(row['body']),
        attempts: Number(row['attempts']),
      })),
    delivered: (id: number) => run('delete from deliveries where id = ?', id),
    deliverAgain: (id: number, dueAt: number) => run('update deliveries set attempts = attempts + 1, due_at = ? where id = ?', dueAt, id),
    answerLater: (paymentId: string, kind: string, dueAt: number) =>
      run('insert into answers(payment_id, kind, due_at) values (?, ?, ?)', paymentId, kind, dueAt),
    dueAnswers: (now: number, limit: number): LaterAnswer[] =>
      all('select id, payment_id, kind from answers where due_at <= ? order by due_at, id limit ?', now, limit).map((row) => ({
        id: Number(row['id']),
        paymentId: text(row['payment_id']),
        kind: text(row['kind']),
      })),
    answered: (id: number) => run('delete from answers where id = ?', id),
    keptFlags: (): Flags => flagsShape.safeParse(parsed(one('select body from flags'))).data ?? calm,
    keepFlags: (flags: Flags) => run('insert or replace into flags values (1, ?)', JSON.stringify(flags)),
  }
}

/**
 * All that the provider knows, in a file. What was acknowledged survives the death of the process: SQLite's log is with the system by then. (It need
 * not survive the death of the machine: this is a provider for development.) `worsened` makes of the flags that are kept here those that hold.
 */
export function openVault(file: string, worsened: (flags: Flags) => Flags = (flags) => flags) {
  const opened = openFile(file)
  const promises = keepPromises(opened)
  const flags = (): Flags => worsened(promises.keptFlags())
  return { ...keepPayments(opened), ...promises, flags, inTransaction: opened.inTransaction, close: opened.close }
}

/** The provider's memory. */
export type Vault = ReturnType<typeof openVault>
