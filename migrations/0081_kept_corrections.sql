-- Why a list was corrected, who opened it and what was chosen before stays, whatever the code says; so does what became of it.
CREATE TRIGGER append_only BEFORE DELETE ON corrections FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER opened_and_ended_once BEFORE UPDATE ON corrections FOR EACH ROW WHEN (
  OLD.dropped_at IS NOT NULL
  OR (OLD.out_at IS NOT NULL AND (NEW.dropped_at IS NOT NULL OR OLD.public_version IS NOT NULL
    OR (NEW.out_at, NEW.changes, NEW.pictures, NEW.due_at, NEW.due_by) IS DISTINCT FROM (OLD.out_at, OLD.changes, OLD.pictures, OLD.due_at, OLD.due_by)))
  OR (NEW.id, NEW.round_id, NEW.version, NEW.reason, NEW.opened_at, NEW.opened_by, NEW.before)
    IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.version, OLD.reason, OLD.opened_at, OLD.opened_by, OLD.before)
) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Words that were signed with a list stay signed for as long as a signature under it does: a correction that is dropped takes its own away.
CREATE FUNCTION refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.version <> 1
    OR (to_jsonb(NEW) - 'approved_at' - 'approved_by') <> (to_jsonb(OLD) - 'approved_at' - 'approved_by')
    OR NEW.approved_at IS NOT NULL
    OR NEW.approved_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM finalisations f WHERE f.round_id = OLD.round_id AND f.approved_at = OLD.approved_at)
  THEN
    RAISE EXCEPTION 'citations are append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER append_only ON citations;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE DELETE ON citations FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER signed_with_the_list BEFORE UPDATE ON citations FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION refuse_other_words();
