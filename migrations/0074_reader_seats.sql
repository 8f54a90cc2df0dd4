ALTER TABLE "assignments" ADD COLUMN "seat" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Letters that people go by stay as they are.
UPDATE assignments a SET seat = before.n / 26 * 26 + (
  SELECT l FROM generate_series(0, 25) l
  ORDER BY md5(concat(a.round_id, a.entry_id, (SELECT e.started_by FROM entries e WHERE e.id = a.entry_id), (
    SELECT o.id FROM assignments o WHERE o.round_id = a.round_id AND o.entry_id = a.entry_id ORDER BY o.at, md5(o.id::text) LIMIT 1
  ), l))
  OFFSET before.n % 26 LIMIT 1
) FROM (
  SELECT id, row_number() OVER (PARTITION BY round_id, entry_id ORDER BY at, md5(id::text))::int - 1 AS n FROM assignments
) before WHERE before.id = a.id;--> statement-breakpoint
CREATE FUNCTION draw_seat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken int[] := array(SELECT o.seat FROM assignments o WHERE o.round_id = NEW.round_id AND o.entry_id = NEW.entry_id);
  -- One letter for each where they are enough for the panel; else two or three for all, or who has more would have come late.
  letters int := CASE
    WHEN cardinality(taken) >= 702 THEN 18278
    WHEN cardinality(taken) >= 26 OR EXISTS (
      SELECT 1 FROM panel_members p WHERE p.round_id = NEW.round_id AND p.role = 'reviewer' OFFSET 26
    ) THEN 702
    ELSE 26
  END;
BEGIN
  LOOP
    NEW.seat := ('x' || left(gen_random_uuid()::text, 8))::bit(32)::bigint % letters;
    EXIT WHEN NOT NEW.seat = ANY (taken);
  END LOOP;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER draw_seat BEFORE INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION draw_seat();
