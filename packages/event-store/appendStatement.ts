/** What is written by the same statement as events. */
export interface AppendParts {
  /** It is prepared under this name: no two statements share one. */
  readonly name: string
  /** Parts of a WITH that write, `name AS (…)`, separated by commas; their parameters are numbered from $1. @default none */
  readonly parts?: string
  /** What must hold of what the parts wrote; where it does not, nothing is written at all, and the append ends in a VersionConflict. @default nothing */
  readonly guard?: string
  /** A query of further events that only the database can tell: stream, base, step, type, schema version, data, metadata. @default none */
  readonly more?: string
}

/** A statement that stores events, with whatever belongs to them. */
export interface AppendStatement {
  readonly name: string
  readonly text: string
}

/** The events' own parameters come first. */
const OWN = 8
const shifted = (sql: string): string => sql.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + OWN}`)

/**
 * Makes it, once for the life of the process. Base -1 is "after whatever is there". A stream shorter than expected gets version 0, which the table's
 * check refuses, and with it the whole statement.
 *
 * A transaction may be older than one whose events it has read: then its own are filed under that one, behind them. Readers wait for the younger of the
 * two, by which time the older has ended as well, so nothing appears behind them.
 *
 * The version before is looked up with LIMIT, not with EXISTS: of that the planner may make a hash over all events, and keeps to it as they grow.
 */
export function appendStatement({ name, parts = '', guard = 'true', more = '' }: AppendParts): AppendStatement {
  const text = `
  WITH ${parts === '' ? '' : `${shifted(parts)},`}
  n (stream, base, step, type, schema_version, data, metadata) AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::smallint[], $6::jsonb[], $7::jsonb[])
    ${more === '' ? '' : `UNION ALL ${shifted(more)}`}
  )
  INSERT INTO events (stream, version, tx_id, type, schema_version, data, metadata, occurred_at)
  SELECT n.stream,
    CASE
      WHEN NOT (${shifted(guard)}) THEN 0
      WHEN n.base < 0 THEN coalesce((SELECT max(e.version) FROM events e WHERE e.stream = n.stream), 0) + n.step
      WHEN n.base = 0 OR n.step > 1 OR (SELECT true FROM events e WHERE e.stream = n.stream AND e.version = n.base LIMIT 1) THEN n.base + n.step
      ELSE 0
    END,
    greatest(pg_current_xact_id(), (
      SELECT max(last.tx_id) FROM (SELECT DISTINCT stream FROM n) AS s
      CROSS JOIN LATERAL (SELECT e.tx_id FROM events e WHERE e.stream = s.stream ORDER BY e.version DESC LIMIT 1) AS last
    )),
    n.type, n.schema_version, n.data, n.metadata, coalesce($8::timestamptz, clock_timestamp())
  FROM n`
  return { name, text }
}
