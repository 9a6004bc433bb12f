-- CreateTable
CREATE TABLE "minute_sales" (
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "gross_minor" BIGINT NOT NULL DEFAULT 0,
    "late_orders" INTEGER NOT NULL DEFAULT 0,
    "late_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "minute_sales_pkey" PRIMARY KEY ("minute","currency")
);
