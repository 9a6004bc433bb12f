-- AlterTable
ALTER TABLE "movement" ADD COLUMN     "order_id" TEXT;

-- CreateTable
CREATE TABLE "reservation" (
    "order_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "location_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("order_id","variant_id","location_id")
);

-- CreateTable
CREATE TABLE "participant_inbox" (
    "key" TEXT NOT NULL,
    "request_hash" TEXT,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "participant_inbox_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "reservation_of_variant" ON "reservation"("variant_id", "created_at", "order_id", "location_id");

-- CreateIndex
CREATE INDEX "movement_of_order" ON "movement"("order_id") WHERE "order_id" IS NOT NULL;

-- What Prisma cannot express.

ALTER TABLE "reservation" ADD CONSTRAINT "reservation_holds" CHECK (quantity > 0);
ALTER TABLE "participant_inbox" ADD CONSTRAINT "participant_inbox_answer" CHECK (jsonb_typeof(answer) = 'object');
ALTER TABLE "movement" ADD CONSTRAINT "movement_sale_has_order" CHECK (reason <> 'SOLD' OR (order_id IS NOT NULL AND delta < 0));

-- A stock row is written at every reservation: with room left in its page the new version stays there, and no index learns of it.
ALTER TABLE "stock" SET (fillfactor = 60);

-- A movement moves the stock; nothing else writes `on_hand`. A sale takes what was reserved, so it takes it out of both sums. Rows are locked in one
-- order, so that batches cannot deadlock. Most movements meet their stock row, so the row is made only where one is missing.
CREATE OR REPLACE FUNCTION movement_moves_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM moved m LEFT JOIN stock s USING (variant_id, location_id) WHERE s.variant_id IS NULL) THEN
    INSERT INTO stock (variant_id, location_id)
    SELECT DISTINCT variant_id, location_id FROM moved ORDER BY variant_id, location_id
    ON CONFLICT DO NOTHING;
  END IF;
  PERFORM FROM stock
  WHERE (variant_id, location_id) IN (SELECT variant_id, location_id FROM moved)
  ORDER BY variant_id, location_id FOR NO KEY UPDATE;
  UPDATE stock s SET on_hand = s.on_hand + m.delta, reserved = s.reserved + m.sold, updated_at = now()
  FROM (
    SELECT variant_id, location_id, sum(delta)::int AS delta, coalesce(sum(delta) FILTER (WHERE reason = 'SOLD'), 0)::int AS sold
    FROM moved GROUP BY variant_id, location_id
  ) m
  WHERE s.variant_id = m.variant_id AND s.location_id = m.location_id;
  RETURN NULL;
END $$;
