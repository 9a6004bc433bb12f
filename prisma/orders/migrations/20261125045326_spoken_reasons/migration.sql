-- CreateTable
CREATE TABLE "order_reasons" (
    "order_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_reasons_pkey" PRIMARY KEY ("order_id","id")
);

-- CreateIndex
CREATE INDEX "order_reasons_expires_at_idx" ON "order_reasons"("expires_at");

-- Events of version 1 hold the words themselves. They stay as they were written; whoever reads them finds the words here, under the id that follows from
-- them (`reasonIdOf` of schema/events/spokenReasons.ts).
INSERT INTO "order_reasons" ("order_id", "id", "text", "created_at", "expires_at")
SELECT "stream", encode(sha256(convert_to("data"->>'reason', 'UTF8')), 'hex'), min("data"->>'reason'), min("occurred_at"), min("occurred_at") + interval '3 years'
FROM "events"
WHERE "type" IN ('order.cancelRequested', 'order.cancelling', 'order.cancelled', 'order.refundRequested') AND "schema_version" = 1 AND "data"->>'reason' IS NOT NULL
GROUP BY 1, 2;
