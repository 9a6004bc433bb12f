-- AlterTable
ALTER TABLE "consumer_offsets" ADD COLUMN     "watermark" TIMESTAMPTZ(3);
