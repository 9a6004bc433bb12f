-- CreateEnum
CREATE TYPE "cart_status" AS ENUM ('ACTIVE', 'MERGED');

-- CreateTable
CREATE TABLE "carts" (
    "id" TEXT NOT NULL,
    "owner_sub" TEXT NOT NULL,
    "status" "cart_status" NOT NULL DEFAULT 'ACTIVE',
    "currency" CHAR(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "carts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_lines" (
    "id" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "shown_price_minor" BIGINT,
    "shown_currency" CHAR(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "actor_sub" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor_sub","operation","key")
);

-- CreateIndex
CREATE INDEX "carts_expires_at_idx" ON "carts"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "cart_lines_cart_id_variant_id_key" ON "cart_lines"("cart_id", "variant_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- One active cart a principal. The name stands for itself: two first adds at once meet here.
CREATE UNIQUE INDEX "carts_one_active_per_owner" ON "carts"("owner_sub") WHERE "status" = 'ACTIVE';

ALTER TABLE "carts"
    ADD CONSTRAINT "carts_version_check" CHECK ("version" > 0),
    ADD CONSTRAINT "carts_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');

ALTER TABLE "cart_lines"
    ADD CONSTRAINT "cart_lines_quantity_check" CHECK ("quantity" BETWEEN 1 AND 99),
    ADD CONSTRAINT "cart_lines_version_check" CHECK ("version" > 0),
    ADD CONSTRAINT "cart_lines_shown_price_check" CHECK ("shown_price_minor" >= 0),
    ADD CONSTRAINT "cart_lines_shown_currency_check" CHECK ("shown_currency" ~ '^[A-Z]{3}$');
