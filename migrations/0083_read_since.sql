ALTER TABLE "corrections" ADD COLUMN "in_public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "read_since" timestamp with time zone;
--> statement-breakpoint
UPDATE publications SET read_since = least(published_at, revised_at, CASE WHEN version > 1 THEN now() END)
WHERE withdrawn_at IS NULL OR withdrawn_at >= published_at OR version > 1;
--> statement-breakpoint
DROP TRIGGER opened_and_ended_once ON corrections;
--> statement-breakpoint
UPDATE corrections k SET in_public = true FROM publications p
WHERE p.round_id = k.round_id AND k.public_version IS NOT NULL AND k.out_at >= p.published_at;
--> statement-breakpoint
CREATE TRIGGER opened_and_ended_once BEFORE UPDATE ON corrections FOR EACH ROW WHEN (
  OLD.dropped_at IS NOT NULL
  OR (OLD.out_at IS NOT NULL AND (NEW.dropped_at IS NOT NULL OR OLD.public_version IS NOT NULL
    OR (NEW.out_at, NEW.changes, NEW.pictures, NEW.due_at, NEW.due_by, NEW.in_public)
      IS DISTINCT FROM (OLD.out_at, OLD.changes, OLD.pictures, OLD.due_at, OLD.due_by, OLD.in_public)))
  OR (NEW.id, NEW.round_id, NEW.version, NEW.reason, NEW.opened_at, NEW.opened_by, NEW.before)
    IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.version, OLD.reason, OLD.opened_at, OLD.opened_by, OLD.before)
) EXECUTE FUNCTION refuse_change();
