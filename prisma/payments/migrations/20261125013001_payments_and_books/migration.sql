-- CreateTable
CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "buyer" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT,
    "fingerprint" TEXT,
    "redirect_url" TEXT,
    "decline_code" TEXT,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "refunds" JSONB NOT NULL DEFAULT '[]',
    "late" TEXT,
    "method_token" TEXT,
    "return_url" TEXT,
    "unsettled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "payment_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("payment_id","version","account")
);

-- CreateTable
CREATE TABLE "participant_inbox" (
    "key" TEXT NOT NULL,
    "payload_hash" BYTEA NOT NULL,
    "tombstone" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "participant_inbox_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "provider" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "payment_id" TEXT,
    "outcome" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("provider","event_id")
);

-- CreateTable
CREATE TABLE "reconciliation_runs" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "compared" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "reconciliation_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_differences" (
    "run_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "payment_id" TEXT,
    "reference" TEXT,
    "ours" TEXT NOT NULL,
    "theirs" TEXT NOT NULL,

    CONSTRAINT "reconciliation_differences_pkey" PRIMARY KEY ("run_id","position")
);

-- AddForeignKey
ALTER TABLE "reconciliation_differences" ADD CONSTRAINT "reconciliation_differences_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconciliation_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- A row is written three times in a checkout and lives for ever: room on its page keeps the later versions off the indexes.
ALTER TABLE "payments" SET (fillfactor = 70);

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_status_check" CHECK ("status" IN ('STARTED', 'PENDING', 'ACTION_REQUIRED', 'AUTHORISED', 'DECLINED', 'CAPTURED', 'VOIDED')),
  ADD CONSTRAINT "payments_late_check" CHECK ("late" IN ('VOID', 'REFUND', 'RETURNED')),
  ADD CONSTRAINT "payments_amount_check" CHECK ("amount_minor" > 0 AND "captured_minor" BETWEEN 0 AND "amount_minor" AND "refunded_minor" BETWEEN 0 AND "captured_minor"),
  ADD CONSTRAINT "payments_version_check" CHECK ("version" > 0);

-- Few at any time; whoever asks the provider again reads these alone.
CREATE INDEX "payments_unsettled" ON "payments" ("checked_at") WHERE "unsettled";

ALTER TABLE "ledger_entries"
  ADD CONSTRAINT "ledger_entries_account_check" CHECK ("account" IN ('HELD', 'SETTLEMENT', 'CUSTOMERS', 'REFUNDS', 'LATE')),
  ADD CONSTRAINT "ledger_entries_amount_check" CHECK ("amount_minor" <> 0),
  ADD CONSTRAINT "ledger_entries_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE restrict_violation USING MESSAGE = 'the books are append-only: correct by another entry';
END $$;

CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entries" FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Whatever one statement enters must sum to zero for each event and currency. That is stricter than a check when the transaction ends, which
-- PostgreSQL would make row by row; so no half of an entry exists even inside a transaction, and a batch is checked once.
CREATE FUNCTION ledger_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM entered GROUP BY payment_id, version, currency HAVING sum(amount_minor) <> 0) THEN
    RAISE check_violation USING MESSAGE = 'an entry of the books does not sum to zero', CONSTRAINT = 'ledger_must_balance';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "ledger_must_balance" AFTER INSERT ON "ledger_entries" REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION ledger_must_balance();

ALTER TABLE "participant_inbox" ADD CONSTRAINT "participant_inbox_key_check" CHECK (length("key") <= 200);
