-- CreateTable
CREATE TABLE "products" (
    "product_id" TEXT NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "brand" TEXT NOT NULL DEFAULT '',
    "category_id" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 0,
    "buyers" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "products_pkey" PRIMARY KEY ("product_id")
);

-- CreateTable
CREATE TABLE "variants" (
    "variant_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "available" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("variant_id")
);

-- CreateTable
CREATE TABLE "purchases" (
    "buyer" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchases_pkey" PRIMARY KEY ("buyer","product_id")
);

-- CreateTable
CREATE TABLE "product_pairs" (
    "first" TEXT NOT NULL,
    "second" TEXT NOT NULL,
    "buyers" INTEGER NOT NULL,

    CONSTRAINT "product_pairs_pkey" PRIMARY KEY ("first","second")
);

-- CreateTable
CREATE TABLE "learned_orders" (
    "order_id" TEXT NOT NULL,
    "buyer" TEXT NOT NULL,
    "product_ids" TEXT[],
    "fresh" TEXT[],
    "partners" TEXT[],

    CONSTRAINT "learned_orders_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "recommendation_lists" (
    "user_id" TEXT NOT NULL,
    "product_ids" TEXT[],
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recommendation_lists_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "products_by_buyers" ON "products"("published", "buyers" DESC, "product_id");

-- CreateIndex
CREATE INDEX "products_of_category" ON "products"("category_id", "buyers" DESC, "product_id");

-- CreateIndex
CREATE INDEX "variants_product_id_idx" ON "variants"("product_id");

-- CreateIndex
CREATE INDEX "purchases_newest" ON "purchases"("buyer", "last_at" DESC, "product_id");

-- CreateIndex
CREATE INDEX "product_pairs_second" ON "product_pairs"("second");

-- What Prisma cannot express.

-- Counts change far more often than rows are added: room on the page keeps such an update off the indexes.
ALTER TABLE "product_pairs" SET (fillfactor = 80), ADD CONSTRAINT "product_pairs_check" CHECK ("first" < "second" AND "buyers" >= 0);
ALTER TABLE "products" ADD CONSTRAINT "products_buyers_check" CHECK ("buyers" >= 0);
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_orders_check" CHECK ("orders" > 0);
