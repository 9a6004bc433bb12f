-- A month that was detached by a clock that ran ahead comes back with all that is in it.
CREATE OR REPLACE FUNCTION keep_monthly_partitions(parent regclass, since date, until date, keep_from date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', since)::date;
  name text;
  bounds text;
  old record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('keep_monthly_partitions'), parent::oid::int);
  WHILE month <= until LOOP
    name := format('%s_%s', (SELECT relname FROM pg_class WHERE oid = parent), to_char(month, 'YYYY_MM'));
    bounds := format('FOR VALUES FROM (%L) TO (%L)', to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
      to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    IF to_regclass(format('public.%I', name)) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %s %s', name, parent, bounds);
    ELSIF NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = parent AND i.inhrelid = to_regclass(format('public.%I', name))) THEN
      EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I %s', parent, name, bounds);
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
