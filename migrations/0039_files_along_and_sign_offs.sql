ALTER TABLE "entries" ADD COLUMN "files_left" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- A sign-off is asked for once, and once it was answered or another took its place it stays as it is.
CREATE TRIGGER append_only BEFORE DELETE ON endorsements FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
DROP TRIGGER answered_once ON endorsements;--> statement-breakpoint
CREATE TRIGGER answered_once BEFORE UPDATE ON endorsements FOR EACH ROW WHEN (
  OLD.answered_at IS NOT NULL OR OLD.replaced_at IS NOT NULL
  OR (NEW.id, NEW.entry_id, NEW.name, NEW.office, NEW.email, NEW.token_id, NEW.letter_id, NEW.snapshot, NEW.sha256, NEW.asked_at, NEW.asked_by, NEW.expires_at)
    IS DISTINCT FROM (OLD.id, OLD.entry_id, OLD.name, OLD.office, OLD.email, OLD.token_id, OLD.letter_id, OLD.snapshot, OLD.sha256, OLD.asked_at, OLD.asked_by, OLD.expires_at)
) EXECUTE FUNCTION refuse_change();
