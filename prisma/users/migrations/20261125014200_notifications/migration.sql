-- `mails` said of each letter that it was shown in the development inbox or not sent; nothing in it is owed to anybody, and none was older than 30 days.

-- CreateEnum
CREATE TYPE "notification_channel" AS ENUM ('EMAIL', 'SMS', 'PUSH');

-- CreateEnum
CREATE TYPE "notification_category" AS ENUM ('ACCOUNT', 'ORDER', 'SHIPPING');

-- CreateEnum
CREATE TYPE "notification_status" AS ENUM ('QUEUED', 'SENT', 'FAILED', 'NOT_CONFIGURED', 'SUPPRESSED', 'DEV_INBOX');

-- DropTable
DROP TABLE "mails";

-- DropEnum
DROP TYPE "mail_delivery";

-- CreateTable
CREATE TABLE "notifications" (
    "id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "channel" "notification_channel" NOT NULL,
    "template" TEXT NOT NULL,
    "recipient" TEXT,
    "order_id" TEXT,
    "facts" JSONB,
    "to_address" TEXT,
    "to_key" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "token" TEXT,
    "status" "notification_status" NOT NULL,
    "code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "user_id" TEXT NOT NULL,
    "category" "notification_category" NOT NULL,
    "channel" "notification_channel" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("user_id","category","channel")
);

-- CreateIndex
CREATE INDEX "notifications_to_key_created_at_idx" ON "notifications"("to_key", "created_at");

-- CreateIndex
CREATE INDEX "notifications_created_at_id_idx" ON "notifications"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_dedupe_key_channel_key" ON "notifications"("dedupe_key", "channel");

-- AddForeignKey
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- The few that wait are found without reading the many that are done.
CREATE INDEX "notifications_due" ON "notifications"("due_at") WHERE "status" = 'QUEUED';

ALTER TABLE "notifications"
  ADD CONSTRAINT "notifications_attempts_check" CHECK ("attempts" >= 0),
  ADD CONSTRAINT "notifications_finished_check" CHECK (("status" = 'QUEUED') = ("finished_at" IS NULL)),
  -- What was sent, or never will be, leaves nothing behind that could be read or used.
  ADD CONSTRAINT "notifications_text_check" CHECK ("status" IN ('QUEUED', 'DEV_INBOX') OR ("body" IS NULL AND "token" IS NULL AND "facts" IS NULL));
