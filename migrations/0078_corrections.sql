CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_by" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"dropped_at" timestamp with time zone,
	"dropped_by" uuid,
	"due_at" timestamp with time zone,
	"due_by" uuid,
	"pictures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"out_at" timestamp with time zone,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"public_version" integer
);
--> statement-breakpoint
ALTER TABLE "finalisations" DROP CONSTRAINT "finalisations_round_id_unique";--> statement-breakpoint
ALTER TABLE "results" ALTER COLUMN "publication_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "finalisations" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_opened_by_accounts_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_dropped_by_accounts_id_fk" FOREIGN KEY ("dropped_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_due_by_accounts_id_fk" FOREIGN KEY ("due_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_version" ON "corrections" USING btree ("round_id","version") WHERE "corrections"."dropped_at" is null;--> statement-breakpoint
ALTER TABLE "finalisations" ADD CONSTRAINT "finalisations_version" UNIQUE("round_id","version");--> statement-breakpoint
-- What was ranked and scored stays, whatever the code says: a correction that two people signed gives another level, no more.
CREATE FUNCTION refuse_other_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'level_key' - 'reason') <> (to_jsonb(OLD) - 'level_key' - 'reason')
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
DROP TRIGGER append_only ON decisions;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER only_corrected BEFORE UPDATE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_other_decision();
