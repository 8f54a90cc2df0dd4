CREATE TABLE "honours" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"name" jsonb NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "honours" ADD CONSTRAINT "honours_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "honours" ADD CONSTRAINT "honours_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "honours" ADD CONSTRAINT "honours_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "honours_round" ON "honours" USING btree ("round_id","entry_id");--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "honours" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "corrections" ADD COLUMN "honours_before" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- A correction that two people signed gives another level, reason and honours, no more.
CREATE OR REPLACE FUNCTION refuse_other_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'level_key' - 'reason' - 'honours') <> (to_jsonb(OLD) - 'level_key' - 'reason' - 'honours')
    OR NOT EXISTS (
      SELECT 1
      FROM corrections c
      JOIN finalisations f ON f.round_id = c.round_id AND f.version = c.version
      WHERE c.round_id = NEW.round_id AND c.dropped_at IS NULL AND c.out_at IS NULL AND f.approved_at IS NOT NULL
    )
  THEN
    RAISE EXCEPTION 'decisions change by a signed correction alone' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER opened_and_ended_once ON corrections;
--> statement-breakpoint
CREATE TRIGGER opened_and_ended_once BEFORE UPDATE ON corrections FOR EACH ROW WHEN (
  OLD.dropped_at IS NOT NULL
  OR (OLD.out_at IS NOT NULL AND (NEW.dropped_at IS NOT NULL OR OLD.public_version IS NOT NULL
    OR (NEW.out_at, NEW.changes, NEW.pictures, NEW.due_at, NEW.due_by, NEW.in_public)
      IS DISTINCT FROM (OLD.out_at, OLD.changes, OLD.pictures, OLD.due_at, OLD.due_by, OLD.in_public)))
  OR (NEW.id, NEW.round_id, NEW.version, NEW.reason, NEW.opened_at, NEW.opened_by, NEW.before, NEW.honours_before)
    IS DISTINCT FROM
    (OLD.id, OLD.round_id, OLD.version, OLD.reason, OLD.opened_at, OLD.opened_by, OLD.before, OLD.honours_before)
) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Published honours are in the languages in which they were given; those of the archive are English. What a search goes by
-- is computed from them, so it is made anew.
ALTER TABLE results DROP COLUMN letters, DROP COLUMN stems;
--> statement-breakpoint
DROP FUNCTION result_words(text, text[], jsonb, jsonb, jsonb);
--> statement-breakpoint
ALTER TABLE results ADD COLUMN honoured jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
UPDATE results SET honoured = (
  SELECT jsonb_agg(jsonb_build_object('en', each.name) ORDER BY each.place)
  FROM unnest(honours) WITH ORDINALITY AS each (name, place)
)
WHERE cardinality(honours) > 0;
--> statement-breakpoint
ALTER TABLE results DROP COLUMN honours;
--> statement-breakpoint
ALTER TABLE results RENAME COLUMN honoured TO honours;
--> statement-breakpoint
-- Line ends and quotes of JSON are spaces. No more than a search index takes.
CREATE FUNCTION result_words(told text, honours jsonb, together jsonb, answers jsonb, said jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN left(concat_ws(' ', told, regexp_replace(concat_ws(' ',
  jsonb_path_query_array(honours, '$[*].*'),
  jsonb_path_query_array(together, '$[*].cityName'), jsonb_path_query_array(answers, '$[*].text'),
  jsonb_path_query_array(said, '$.statement.*'), jsonb_path_query_array(said, '$.citation.*')
), '\\[nrt"\\]', ' ', 'g')), 100000);
--> statement-breakpoint
ALTER TABLE results
  ADD COLUMN letters text GENERATED ALWAYS AS (plain_letters(result_words(
    title || ' ' || description || ' ' || city_name || ' ' || coalesce(country_label, ''), honours, co_applicants, answers, words
  ))) STORED,
  ADD COLUMN stems tsvector GENERATED ALWAYS AS (result_stems(result_words(
    title || ' ' || description || ' ' || city_name || ' ' || coalesce(country_label, ''), honours, co_applicants, answers, words
  ))) STORED;
