ALTER TABLE "rounds" ADD COLUMN "ties" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- How ties are broken is settled with the method, before anybody has anything to score.
CREATE TRIGGER ties_fixed BEFORE UPDATE OF ties ON rounds FOR EACH ROW WHEN (OLD.ties <> NEW.ties) EXECUTE FUNCTION refuse_other_method();
