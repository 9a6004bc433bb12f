-- CreateTable
CREATE TABLE "order_summaries" (
    "order_id" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "buyer" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "needs_attention" BOOLEAN NOT NULL,
    "pieces" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_summaries_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "customer_spend" (
    "buyer" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "orders" INTEGER NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,

    CONSTRAINT "customer_spend_pkey" PRIMARY KEY ("buyer","day","currency")
);

-- CreateTable
CREATE TABLE "daily_revenue" (
    "day" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "orders" INTEGER NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,

    CONSTRAINT "daily_revenue_pkey" PRIMARY KEY ("day","currency")
);

-- CreateTable
CREATE TABLE "daily_product_sales" (
    "day" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "product_id" TEXT NOT NULL,
    "pieces" INTEGER NOT NULL,
    "revenue_minor" BIGINT NOT NULL,

    CONSTRAINT "daily_product_sales_pkey" PRIMARY KEY ("day","currency","product_id")
);

-- CreateTable
CREATE TABLE "daily_funnel" (
    "day" DATE NOT NULL,
    "carts_started" INTEGER NOT NULL,
    "orders_placed" INTEGER NOT NULL,
    "orders_confirmed" INTEGER NOT NULL,

    CONSTRAINT "daily_funnel_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "report_accounts" (
    "user_id" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "registered_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_accounts_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "event_id" TEXT,
    "event_type" TEXT,
    "message" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "parkings" INTEGER NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_summaries_newest" ON "order_summaries"("placed_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_of_buyer" ON "order_summaries"("buyer", "placed_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_changed" ON "order_summaries"("updated_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "order_summaries_number" ON "order_summaries"("order_number");

-- CreateIndex
CREATE INDEX "customer_spend_by_day" ON "customer_spend"("currency", "day", "buyer");

-- CreateIndex
CREATE INDEX "dead_letters_newest" ON "dead_letters"("parked_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dead_letters_by_status" ON "dead_letters"("status", "parked_at" DESC, "id" DESC);

-- What Prisma cannot express.

ALTER TABLE "dead_letters"
    ADD CONSTRAINT "dead_letters_status_check" CHECK ("status" IN ('PARKED', 'REDRIVING', 'RESOLVED')),
    ADD CONSTRAINT "dead_letters_parkings_check" CHECK ("parkings" >= 0 AND "attempts" >= 0);
