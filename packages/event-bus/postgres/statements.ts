/** Every statement of the embedded bus that is not a publisher's; `$1` is the group wherever there is one. */
export const statements = {
  identity: 'SELECT identity FROM bus_identity',
  ensureTopic: `INSERT INTO partitions (topic, partition) SELECT $1, generate_series(0, $2::int - 1) ON CONFLICT DO NOTHING`,
  partitionsOf: 'SELECT topic, count(*)::int AS partitions FROM partitions GROUP BY topic',
  keepPartitions: 'SELECT keep_message_partitions($1::date, $2::date, $3::date)',
  publish: 'SELECT publish_messages($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[])',
  notify: 'SELECT pg_notify($1, $2)',

  /** Where a group begins that has not been seen before: with the oldest message. */
  ensureGroup: `
    INSERT INTO group_partitions (group_name, topic, partition, next_offset)
    SELECT $1, p.topic, p.partition, p.first_offset FROM partitions p
    WHERE p.topic = ANY($2) AND NOT EXISTS (
      SELECT FROM group_partitions g WHERE g.group_name = $1 AND g.topic = p.topic AND g.partition = p.partition
    )
    ON CONFLICT DO NOTHING`,
  /** Says that a member lives, and answers who else does and who holds what. A member lives while its beat is fresh and its connection stands. */
  beat: `
    WITH beaten AS (
      INSERT INTO members (group_name, member, topics, backend_pid, backend_start, expires_at)
      SELECT $1, $2, $3, a.pid, a.backend_start, clock_timestamp() + $5::int * interval '1 millisecond' FROM pg_stat_activity a WHERE a.pid = $4
      ON CONFLICT (group_name, member) DO UPDATE SET backend_pid = excluded.backend_pid, backend_start = excluded.backend_start, expires_at = excluded.expires_at
      RETURNING member
    )
    SELECT
      EXISTS (SELECT FROM beaten) AS beaten,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('member', m.member, 'topics', m.topics)), '[]') FROM members m
        JOIN pg_stat_activity a ON a.pid = m.backend_pid AND a.backend_start = m.backend_start
        WHERE m.group_name = $1 AND m.expires_at > clock_timestamp()) AS members,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('topic', g.topic, 'partition', g.partition, 'member', g.member, 'generation', g.generation::text)), '[]')
        FROM group_partitions g WHERE g.group_name = $1 AND g.topic = ANY($3)) AS partitions`,
  /** Takes partitions that nobody living holds. */
  claim: `
    UPDATE group_partitions g SET member = $2, generation = g.generation + 1
    FROM unnest($3::text[], $4::int[]) AS wanted(topic, partition)
    WHERE g.group_name = $1 AND g.topic = wanted.topic AND g.partition = wanted.partition AND (g.member IS NULL OR NOT EXISTS (
      SELECT FROM members m JOIN pg_stat_activity a ON a.pid = m.backend_pid AND a.backend_start = m.backend_start
      WHERE m.group_name = $1 AND m.member = g.member AND m.expires_at > clock_timestamp()))
    RETURNING g.topic, g.partition, g.next_offset AS "nextOffset", g.generation`,
  /** The fence: a member whose generation is over changes nothing. */
  commit: `UPDATE group_partitions SET next_offset = $6 WHERE group_name = $1 AND topic = $2 AND partition = $3 AND member = $4 AND generation = $5`,
  release: `UPDATE group_partitions SET member = NULL WHERE group_name = $1 AND topic = $2 AND partition = $3 AND member = $4 AND generation = $5`,
  leave: `
    WITH gone AS (DELETE FROM members WHERE group_name = $1 AND (member = $2 OR expires_at < clock_timestamp() - interval '1 hour'))
    UPDATE group_partitions SET member = NULL WHERE group_name = $1 AND member = $2`,

  heads: 'SELECT topic, partition, next_offset AS head FROM partitions WHERE topic = ANY($1)',
  read: `
    SELECT "offset", key, value, created_at AS "createdAt" FROM messages
    WHERE topic = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4 ORDER BY "offset" LIMIT $5`,
  lag: `
    SELECT coalesce(sum(p.next_offset - greatest(p.first_offset, coalesce(g.next_offset, 0))), 0)::text AS lag FROM partitions p
    LEFT JOIN group_partitions g ON g.group_name = $1 AND g.topic = p.topic AND g.partition = p.partition
    WHERE p.topic = ANY($2)`,
} as const
