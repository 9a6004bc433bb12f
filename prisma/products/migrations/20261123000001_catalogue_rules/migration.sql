-- What Prisma cannot express: checks, triggers and indexes over expressions.

-- Checks ------------------------------------------------------------------------------------------------------------

ALTER TABLE "category"
  ADD CONSTRAINT "category_path_fits" CHECK (
    cardinality(path) BETWEEN 1 AND 8
    AND path[cardinality(path)] = id
    AND (cardinality(path) = 1) = (parent_id IS NULL)
    AND (parent_id IS NULL OR path[cardinality(path) - 1] = parent_id)
  ),
  ALTER COLUMN path SET NOT NULL;

ALTER TABLE "product"
  ADD CONSTRAINT "product_attributes_object" CHECK (jsonb_typeof(attributes) = 'object'),
  ADD CONSTRAINT "product_published_once" CHECK (status <> 'PUBLISHED' OR published_at IS NOT NULL);

ALTER TABLE "variant"
  ADD CONSTRAINT "variant_options_object" CHECK (jsonb_typeof(options) = 'object'),
  ADD CONSTRAINT "variant_weight" CHECK (weight_grams >= 0 AND packed_weight_grams >= weight_grams);

ALTER TABLE "price"
  ADD CONSTRAINT "price_currency" CHECK (currency IN ('USD', 'EUR', 'CNY')),
  ADD CONSTRAINT "price_positive" CHECK (amount_minor > 0);

ALTER TABLE "media"
  ADD CONSTRAINT "media_type" CHECK (content_type IN ('image/svg+xml', 'image/png')),
  ADD CONSTRAINT "media_size" CHECK (octet_length(bytes) BETWEEN 1 AND 200000);

ALTER TABLE "stock" ADD CONSTRAINT "stock_covers_promises" CHECK (reserved >= 0 AND on_hand >= reserved);

ALTER TABLE "movement" ADD CONSTRAINT "movement_moves" CHECK (delta <> 0);

-- A catalogue is read far more often than written: new entries go into the indexes at once instead of a list that every search reads through.

ALTER INDEX "product_attributes" SET (fastupdate = off);
ALTER INDEX "product_search" SET (fastupdate = off);
ALTER INDEX "product_name_trigrams" SET (fastupdate = off);
ALTER INDEX "category_path" SET (fastupdate = off);

-- The name sort's order -------------------------------------------------------------------------------------------------

CREATE INDEX "product_by_name" ON "product" (lower(name), id);

-- Category tree ---------------------------------------------------------------------------------------------------------
-- A new category learns its path from its parent. Moves take the same lock exclusively, so that no child is born into a
-- subtree while it moves.

CREATE FUNCTION category_tree_lock() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 7203115902140077 $$;

CREATE FUNCTION category_path_from_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(category_tree_lock());
  IF NEW.parent_id IS NULL THEN
    NEW.path := ARRAY[NEW.id];
  ELSE
    SELECT path || NEW.id INTO NEW.path FROM category WHERE id = NEW.parent_id;
    IF NEW.path IS NULL THEN
      RAISE foreign_key_violation USING MESSAGE = 'there is no such parent', CONSTRAINT = 'category_parent_id_fkey';
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "category_path" BEFORE INSERT ON "category" FOR EACH ROW EXECUTE FUNCTION category_path_from_parent();

-- Search ----------------------------------------------------------------------------------------------------------------

CREATE FUNCTION product_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search :=
    setweight(to_tsvector('english', NEW.name), 'A')
    || setweight(to_tsvector('english', NEW.brand), 'B')
    || setweight(jsonb_to_tsvector('english', NEW.attributes, '["string"]'), 'C')
    || setweight(to_tsvector('english', NEW.description), 'D');
  RETURN NEW;
END $$;

CREATE TRIGGER "product_search" BEFORE INSERT OR UPDATE OF name, brand, attributes, description ON "product"
  FOR EACH ROW EXECUTE FUNCTION product_search_vector();

-- Price ranges ----------------------------------------------------------------------------------------------------------
-- The products are locked before their prices are read, so that two edits of sibling variants cannot each miss the other.

CREATE FUNCTION refresh_price_ranges(variant_ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  product_ids text[] := ARRAY(SELECT DISTINCT product_id FROM variant WHERE id = ANY (variant_ids));
BEGIN
  PERFORM FROM product WHERE id = ANY (product_ids) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM price_range r
  WHERE r.product_id = ANY (product_ids)
    AND NOT EXISTS (SELECT FROM variant v JOIN price p ON p.variant_id = v.id WHERE v.product_id = r.product_id AND p.currency = r.currency);
  INSERT INTO price_range AS r (product_id, currency, min_minor, max_minor)
  SELECT v.product_id, p.currency, min(p.amount_minor), max(p.amount_minor)
  FROM variant v JOIN price p ON p.variant_id = v.id
  WHERE v.product_id = ANY (product_ids)
  GROUP BY v.product_id, p.currency
  ON CONFLICT (product_id, currency) DO UPDATE SET min_minor = excluded.min_minor, max_minor = excluded.max_minor
  WHERE (r.min_minor, r.max_minor) IS DISTINCT FROM (excluded.min_minor, excluded.max_minor);
END $$;

CREATE FUNCTION price_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_price_ranges(ARRAY(SELECT DISTINCT variant_id FROM changed));
  RETURN NULL;
END $$;

CREATE TRIGGER "price_inserted" AFTER INSERT ON "price" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION price_changed();
CREATE TRIGGER "price_updated" AFTER UPDATE ON "price" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION price_changed();
CREATE TRIGGER "price_deleted" AFTER DELETE ON "price" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION price_changed();

-- Ledger ----------------------------------------------------------------------------------------------------------------
-- A movement moves the stock; nothing else writes `on_hand`. Rows are locked in one order, so that batches cannot deadlock.

CREATE FUNCTION movement_moves_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stock (variant_id, location_id)
  SELECT DISTINCT variant_id, location_id FROM moved ORDER BY variant_id, location_id
  ON CONFLICT DO NOTHING;
  PERFORM FROM stock
  WHERE (variant_id, location_id) IN (SELECT variant_id, location_id FROM moved)
  ORDER BY variant_id, location_id FOR NO KEY UPDATE;
  UPDATE stock s SET on_hand = s.on_hand + m.delta, updated_at = now()
  FROM (SELECT variant_id, location_id, sum(delta)::int AS delta FROM moved GROUP BY variant_id, location_id) m
  WHERE s.variant_id = m.variant_id AND s.location_id = m.location_id;
  RETURN NULL;
END $$;

CREATE TRIGGER "movement_moves_stock" AFTER INSERT ON "movement"
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION movement_moves_stock();

CREATE FUNCTION stock_follows_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE restrict_violation USING MESSAGE = 'stock.on_hand follows the ledger: insert a movement';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "stock_on_hand_follows_ledger" BEFORE UPDATE OF on_hand ON "stock" FOR EACH ROW
  WHEN (OLD.on_hand IS DISTINCT FROM NEW.on_hand) EXECUTE FUNCTION stock_follows_ledger();
CREATE TRIGGER "stock_begins_empty" BEFORE INSERT ON "stock" FOR EACH ROW
  WHEN (NEW.on_hand <> 0) EXECUTE FUNCTION stock_follows_ledger();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE restrict_violation USING MESSAGE = format('%I is append-only', TG_TABLE_NAME);
END $$;

CREATE TRIGGER "movement_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "movement" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
