-- CreateTable
CREATE TABLE "bus_identity" (
    "only_row" BOOLEAN NOT NULL DEFAULT true,
    "identity" UUID NOT NULL DEFAULT gen_random_uuid(),

    CONSTRAINT "bus_identity_pkey" PRIMARY KEY ("only_row")
);

-- CreateTable
CREATE TABLE "partitions" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "first_offset" BIGINT NOT NULL DEFAULT 0,
    "next_offset" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "partitions_pkey" PRIMARY KEY ("topic","partition")
);

-- CreateTable
CREATE TABLE "messages" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("topic","partition","offset","created_at")
) PARTITION BY RANGE ("created_at");

-- CreateTable
CREATE TABLE "members" (
    "group_name" TEXT NOT NULL,
    "member" UUID NOT NULL,
    "topics" TEXT[],
    "backend_pid" INTEGER NOT NULL,
    "backend_start" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "members_pkey" PRIMARY KEY ("group_name","member")
);

-- CreateTable
CREATE TABLE "group_partitions" (
    "group_name" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next_offset" BIGINT NOT NULL,
    "member" UUID,
    "generation" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "group_partitions_pkey" PRIMARY KEY ("group_name","topic","partition")
);

-- What Prisma cannot express.

ALTER TABLE "bus_identity" ADD CONSTRAINT "bus_identity_only_row_check" CHECK ("only_row");
INSERT INTO "bus_identity" DEFAULT VALUES;

-- Rows that change with every batch find room beside their old version.
ALTER TABLE "partitions" SET (fillfactor = 30);
ALTER TABLE "group_partitions" SET (fillfactor = 30);
ALTER TABLE "members" SET (fillfactor = 30);

-- Adds messages in the order of the arrays. The rows of their partitions are locked first and in one order: publishers wait for each other, never in a circle.
CREATE FUNCTION publish_messages(topics text[], numbers int[], keys text[], contents text[], created timestamptz[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found_partitions int;
  wanted_partitions int;
BEGIN
  SELECT count(*) INTO wanted_partitions FROM (SELECT DISTINCT topic, number FROM unnest(topics, numbers) AS t(topic, number)) w;
  SELECT count(*) INTO found_partitions FROM (
    SELECT FROM partitions p
    WHERE (p.topic, p.partition) IN (SELECT topic, number FROM unnest(topics, numbers) AS t(topic, number))
    ORDER BY p.topic, p.partition FOR UPDATE
  ) f;
  IF found_partitions < wanted_partitions THEN
    RAISE undefined_object USING MESSAGE = 'a topic or one of its partitions does not exist';
  END IF;
  INSERT INTO messages (topic, partition, "offset", created_at, key, value)
  SELECT m.topic, m.number, p.next_offset + row_number() OVER (PARTITION BY m.topic, m.number ORDER BY m.place) - 1, m.created_at, m.key, m.content
  FROM unnest(topics, numbers, keys, contents, created) WITH ORDINALITY AS m(topic, number, key, content, created_at, place)
  JOIN partitions p ON p.topic = m.topic AND p.partition = m.number;
  UPDATE partitions p SET next_offset = p.next_offset + c.added
  FROM (SELECT topic, number, count(*) AS added FROM unnest(topics, numbers) AS t(topic, number) GROUP BY topic, number) c
  WHERE p.topic = c.topic AND p.partition = c.number;
END $$;

-- Makes the partition of each month from `since` to `until`, and detaches those that end before `keep_from`. The app role may define nothing itself.
CREATE FUNCTION keep_monthly_partitions(parent regclass, since date, until date, keep_from date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', since)::date;
  name text;
  old record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('keep_monthly_partitions'), parent::oid::int);
  WHILE month <= until LOOP
    name := format('%s_%s', (SELECT relname FROM pg_class WHERE oid = parent), to_char(month, 'YYYY_MM'));
    IF to_regclass(format('public.%I', name)) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', name, parent,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
  FOR old IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent AND right(c.relname, 7) ~ '^\d{4}_\d{2}$' AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= keep_from
  LOOP
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %I', parent, old.relname);
  END LOOP;
END $$;

-- What is detached counts as read: the first offset of each partition moves behind it. Rows are locked before the table, as publishers do.
CREATE FUNCTION keep_message_partitions(since date, until date, keep_from date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM partitions ORDER BY topic, partition FOR UPDATE;
  PERFORM keep_monthly_partitions('messages', since, until, keep_from);
  UPDATE partitions p SET first_offset = f.first_offset
  FROM (
    SELECT q.topic, q.partition,
      coalesce((SELECT m."offset" FROM messages m WHERE m.topic = q.topic AND m.partition = q.partition ORDER BY m."offset" LIMIT 1), q.next_offset) AS first_offset
    FROM partitions q
  ) f
  WHERE f.topic = p.topic AND f.partition = p.partition AND f.first_offset > p.first_offset;
END $$;
