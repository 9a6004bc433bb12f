-- The event store of a domain: these tables stand in every domain's own database, made by its migration `event_store`.

-- What happened, for ever. The primary key is the fence: of two writers of the same version one loses.
CREATE TABLE "events" (
    "stream" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "tx_id" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "type" TEXT NOT NULL,
    "schema_version" SMALLINT NOT NULL,
    "data" JSONB NOT NULL,
    "metadata" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "events_pkey" PRIMARY KEY ("stream","version")
);

-- Folded states, so that a long stream need not be read from its beginning. May be deleted at any time.
CREATE TABLE "event_snapshots" (
    "stream" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state_version" SMALLINT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "event_snapshots_pkey" PRIMARY KEY ("stream")
);

-- How far each reader of the whole store has come: the relay and the projections.
CREATE TABLE "event_checkpoints" (
    "reader" TEXT NOT NULL,
    "tx_id" xid8 NOT NULL DEFAULT '0',
    "position" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "event_checkpoints_pkey" PRIMARY KEY ("reader")
);

-- What each consumer of the bus has had its effect of. Partitioned by the month in which the event happened, so that a repeated message meets its row.
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","event_id","occurred_at")
) PARTITION BY RANGE ("occurred_at");

-- Where each consumer goes on, and how late it is in the time of the events that it has seen; written with its effects.
CREATE TABLE "consumer_offsets" (
    "consumer" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next_offset" BIGINT NOT NULL,
    "watermark" TIMESTAMPTZ(3),

    CONSTRAINT "consumer_offsets_pkey" PRIMARY KEY ("consumer","topic","partition")
);

-- The order of the whole store: by transaction, then by position. Readers stay below the oldest running transaction, so nothing appears behind them.
CREATE UNIQUE INDEX "events_in_order" ON "events"("tx_id", "position");

-- What Prisma cannot express.

ALTER TABLE "events" ADD CONSTRAINT "events_version_check" CHECK ("version" > 0), ADD CONSTRAINT "events_data_check" CHECK (jsonb_typeof("data") = 'object');

CREATE FUNCTION event_store_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE restrict_violation USING MESSAGE = 'events are append-only';
END $$;

CREATE TRIGGER "events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION event_store_is_append_only();

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
