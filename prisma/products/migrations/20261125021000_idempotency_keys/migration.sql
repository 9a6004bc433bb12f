-- The table of the house's idempotency package instead of one of our own; what is remembered moves over.
CREATE TABLE "idempotency_keys" (
    "actor_sub" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor_sub","operation","key")
);

CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- The hash was of the same text, written as base64url.
INSERT INTO "idempotency_keys" ("actor_sub", "operation", "key", "request_hash", "result", "created_at")
SELECT "actor", "operation", "key", decode(translate("request_hash", '-_', '+/') || '=', 'base64'), coalesce("response", 'null'), "created_at"
FROM "idempotency_key";

DROP TABLE "idempotency_key";
