-- AlterEnum
ALTER TYPE "cart_status" ADD VALUE 'ORDERED';

-- CreateTable
CREATE TABLE "checkouts" (
    "order_id" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "cart_version" INTEGER NOT NULL,
    "alive" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "checkouts_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "checkout_processes" (
    "order_id" TEXT NOT NULL,
    "owner" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "wakes" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "payment_method" TEXT,
    "return_url" TEXT,

    CONSTRAINT "checkout_processes_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "checkout_runners" (
    "owner" TEXT NOT NULL,
    "lock_key" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_runners_pkey" PRIMARY KEY ("owner")
);

-- CreateTable
CREATE TABLE "order_contacts" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "locale" TEXT NOT NULL,
    "shipping_address" JSONB NOT NULL,
    "billing_address" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_notes" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "author_sub" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "checkout_processes_next_at_idx" ON "checkout_processes"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "order_contacts_order_id_key" ON "order_contacts"("order_id");

-- CreateIndex
CREATE INDEX "order_contacts_expires_at_idx" ON "order_contacts"("expires_at");

-- CreateIndex
CREATE INDEX "order_notes_order_id_created_at_idx" ON "order_notes"("order_id", "created_at");

-- What Prisma cannot express.

CREATE UNIQUE INDEX "checkouts_one_alive_per_cart" ON "checkouts"("cart_id") WHERE "alive";

-- Rows come and go with every checkout: their pages are reused in place.
ALTER TABLE "checkout_processes" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

ALTER TABLE "checkout_processes" ADD CONSTRAINT "checkout_processes_attempts_check" CHECK ("attempts" >= 0);
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_cart_version_check" CHECK ("cart_version" > 0);
