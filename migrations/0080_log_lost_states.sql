CREATE TABLE "log_lost_states" (
	"root" "bytea" PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"note" text NOT NULL,
	"held" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
-- While a signed state of the log is missing and nobody has accepted that, nothing that happens can be recorded, so
-- nothing can be done: every process on this database is held back, whichever of them found out.
CREATE OR REPLACE FUNCTION audit_append(p_stream text, p_payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  head audit_heads;
  link bytea;
  event jsonb := convert_from(p_payload, 'UTF8')::jsonb;
BEGIN
  IF EXISTS (SELECT FROM log_lost_states WHERE accepted_at IS NULL) THEN
    RAISE EXCEPTION 'the database lacks what was signed' USING ERRCODE = 'KP001';
  END IF;
  INSERT INTO audit_heads(stream, seq, hash) VALUES (p_stream, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
  UPDATE audit_heads SET seq = seq + 1 WHERE stream = p_stream RETURNING * INTO head;
  link := sha256('\x01'::bytea || int8send(head.seq) || head.hash || sha256('\x00'::bytea || p_payload));
  INSERT INTO audit_events(stream, seq, at, payload, prev, hash, type, actor_id, subject_id)
  VALUES (p_stream, head.seq, (event->>'at')::timestamptz, p_payload, head.hash, link,
          event->>'type', (event->>'actor')::uuid, (event->>'subject')::uuid);
  UPDATE audit_heads SET hash = link WHERE stream = p_stream;
  RETURN head.seq;
END $$;
