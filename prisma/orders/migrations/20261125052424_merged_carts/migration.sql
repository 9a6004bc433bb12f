-- CreateTable
CREATE TABLE "cart_merges" (
    "cart_id" TEXT NOT NULL,
    "into_id" TEXT NOT NULL,
    "pieces" JSONB NOT NULL,

    CONSTRAINT "cart_merges_pkey" PRIMARY KEY ("cart_id")
);

-- CreateIndex
CREATE INDEX "cart_merges_into_id_idx" ON "cart_merges"("into_id");

-- AddForeignKey
ALTER TABLE "cart_merges" ADD CONSTRAINT "cart_merges_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_merges" ADD CONSTRAINT "cart_merges_into_id_fkey" FOREIGN KEY ("into_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
