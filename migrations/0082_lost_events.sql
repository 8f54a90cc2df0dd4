CREATE TABLE "audit_lost_events" (
	"until" timestamp with time zone PRIMARY KEY NOT NULL,
	"events" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
-- As for a signed state of the log that is missing: while events are, and nobody has accepted that, nothing can be recorded.
CREATE OR REPLACE FUNCTION audit_append(p_stream text, p_payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  head audit_heads;
  link bytea;
  event jsonb := convert_from(p_payload, 'UTF8')::jsonb;
BEGIN
  IF EXISTS (SELECT FROM log_lost_states WHERE accepted_at IS NULL)
    OR EXISTS (SELECT FROM audit_lost_events WHERE accepted_at IS NULL)
  THEN
    RAISE EXCEPTION 'the database lacks what was signed or seen' USING ERRCODE = 'KP001';
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
