-- AlterTable
ALTER TABLE "learned_orders" ADD COLUMN     "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- What was learned before happened no later than the newest purchase of each of its products.
UPDATE "learned_orders" l SET "at" = p."at" FROM (
  SELECT l."order_id", min(p."last_at") AS "at" FROM "learned_orders" l
  JOIN "purchases" p ON p."buyer" = l."buyer" AND p."product_id" = ANY (l."product_ids") GROUP BY l."order_id"
) p WHERE p."order_id" = l."order_id";

-- CreateIndex
CREATE INDEX "learned_orders_of_buyer" ON "learned_orders"("buyer", "at", "order_id");
