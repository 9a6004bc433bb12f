-- CreateTable
CREATE TABLE "payment_velocity" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "payment_velocity_pkey" PRIMARY KEY ("kind","subject","starts_at")
);

-- CreateIndex
CREATE INDEX "payment_velocity_starts_at_idx" ON "payment_velocity"("starts_at");

-- What Prisma cannot express.

ALTER TABLE "payment_velocity" ADD CONSTRAINT "payment_velocity_kind_check" CHECK ("kind" IN ('BUYER', 'CARD'));
