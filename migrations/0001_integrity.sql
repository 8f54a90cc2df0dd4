-- The audit chain. One row lock per stream orders its events; a fork would violate audit_events_no_fork.
CREATE FUNCTION audit_append(p_stream text, p_payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  head audit_heads;
  link bytea;
  event jsonb := convert_from(p_payload, 'UTF8')::jsonb;
BEGIN
  INSERT INTO audit_heads(stream, seq, hash) VALUES (p_stream, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
  UPDATE audit_heads SET seq = seq + 1 WHERE stream = p_stream RETURNING * INTO head;
  link := sha256('\x01'::bytea || int8send(head.seq) || head.hash || sha256('\x00'::bytea || p_payload));
  INSERT INTO audit_events(stream, seq, at, payload, prev, hash, type, actor_id, subject_id)
  VALUES (p_stream, head.seq, (event->>'at')::timestamptz, p_payload, head.hash, link,
          event->>'type', (event->>'actor')::uuid, (event->>'subject')::uuid);
  UPDATE audit_heads SET hash = link WHERE stream = p_stream;
  RETURN head.seq;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON answer_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON score_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON submissions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON freezes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Two persons finalise: certain, whatever the code says.
ALTER TABLE finalisations ADD CONSTRAINT two_persons CHECK (approved_by IS NULL OR approved_by <> proposed_by);
--> statement-breakpoint
ALTER TABLE screenings ADD CONSTRAINT second_person CHECK (confirmed_by IS NULL OR confirmed_by <> by);
--> statement-breakpoint
ALTER TABLE cycles ADD CONSTRAINT opens_before_it_closes CHECK (opens_at < closes_at);
--> statement-breakpoint
ALTER TABLE rounds ADD CONSTRAINT round_opens_before_it_closes CHECK (opens_at < closes_at);
--> statement-breakpoint
ALTER TABLE criteria ADD CONSTRAINT sensible_scale CHECK (min < max AND weight BETWEEN 1 AND 100);
--> statement-breakpoint
ALTER TABLE entry_totals ADD CONSTRAINT counts_are_counts CHECK (reviews >= 0 AND total >= 0);
--> statement-breakpoint
-- The order in which people expect names, whatever their accents.
CREATE COLLATION IF NOT EXISTS names (provider = icu, locale = 'und');
