CREATE TYPE "public"."ranking_method" AS ENUM('mean', 'adjusted');--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "method" "ranking_method" DEFAULT 'mean' NOT NULL;--> statement-breakpoint
-- Which ranking decides is settled before anybody has anything to score.
CREATE FUNCTION refuse_other_method() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM assignments WHERE round_id = OLD.id) THEN
    RAISE EXCEPTION 'the method of a round with assignments is fixed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER method_fixed BEFORE UPDATE OF method ON rounds FOR EACH ROW WHEN (OLD.method <> NEW.method) EXECUTE FUNCTION refuse_other_method();
