-- What Prisma cannot express.

-- Ends a statement that was made from what its writer had read before, when that holds no longer: nothing of it is written, and the writer reads anew.
CREATE FUNCTION still_holds(premise boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF premise THEN
    RETURN true;
  END IF;
  RAISE serialization_failure USING MESSAGE = 'what was read before holds no longer';
END $$;
