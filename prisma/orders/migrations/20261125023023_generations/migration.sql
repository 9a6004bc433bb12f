-- The rows of a projection have a generation, so that it can be rebuilt beside those that are read. They follow from the events and are made again.
TRUNCATE "order_summaries", "customer_spend", "daily_revenue", "daily_product_sales", "daily_funnel";

-- DropIndex
DROP INDEX "customer_spend_by_day";

-- DropIndex
DROP INDEX "order_summaries_changed";

-- DropIndex
DROP INDEX "order_summaries_newest";

-- DropIndex
DROP INDEX "order_summaries_number";

-- DropIndex
DROP INDEX "order_summaries_of_buyer";

-- AlterTable
ALTER TABLE "customer_spend" DROP CONSTRAINT "customer_spend_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "customer_spend_pkey" PRIMARY KEY ("generation", "buyer", "day", "currency");

-- AlterTable
ALTER TABLE "daily_funnel" DROP CONSTRAINT "daily_funnel_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "daily_funnel_pkey" PRIMARY KEY ("generation", "day");

-- AlterTable
ALTER TABLE "daily_product_sales" DROP CONSTRAINT "daily_product_sales_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "daily_product_sales_pkey" PRIMARY KEY ("generation", "day", "currency", "product_id");

-- AlterTable
ALTER TABLE "daily_revenue" DROP CONSTRAINT "daily_revenue_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "daily_revenue_pkey" PRIMARY KEY ("generation", "day", "currency");

-- AlterTable
ALTER TABLE "order_summaries" DROP CONSTRAINT "order_summaries_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "order_summaries_pkey" PRIMARY KEY ("generation", "order_id");

-- CreateIndex
CREATE INDEX "customer_spend_by_day" ON "customer_spend"("generation", "currency", "day", "buyer");

-- CreateIndex
CREATE INDEX "order_summaries_newest" ON "order_summaries"("generation", "placed_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_of_buyer" ON "order_summaries"("generation", "buyer", "placed_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_changed" ON "order_summaries"("generation", "updated_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_number" ON "order_summaries"("generation", "order_number");
