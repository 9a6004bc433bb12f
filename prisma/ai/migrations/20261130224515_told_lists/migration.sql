-- AlterTable
ALTER TABLE "recommendation_lists" ADD COLUMN     "missing" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "availability_changes" (
    "product_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "after_user" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "availability_changes_pkey" PRIMARY KEY ("product_id")
);

-- CreateIndex
CREATE INDEX "recommendation_lists_of_product" ON "recommendation_lists" USING GIN ("product_ids", "missing");
