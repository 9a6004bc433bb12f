-- A value of an enum may not be used in the transaction that adds it, so this migration does nothing else.
ALTER TYPE "movement_reason" ADD VALUE 'SOLD';
