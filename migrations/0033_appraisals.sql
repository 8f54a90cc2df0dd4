CREATE TABLE "appraisal_comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"criterion_id" uuid,
	"text" text NOT NULL,
	"omitted" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "appraisal_rounds" (
	"round_id" uuid PRIMARY KEY NOT NULL,
	"prepared_at" timestamp with time zone NOT NULL,
	"prepared_by" uuid NOT NULL,
	"released_at" timestamp with time zone,
	"released_by" uuid
);
--> statement-breakpoint
CREATE TABLE "appraisals" (
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"bands" jsonb NOT NULL,
	"few" boolean NOT NULL,
	CONSTRAINT "appraisals_round_id_entry_id_pk" PRIMARY KEY("round_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "appraisal_comments" ADD CONSTRAINT "appraisal_comments_round_id_appraisal_rounds_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."appraisal_rounds"("round_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisal_comments" ADD CONSTRAINT "appraisal_comments_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisal_comments" ADD CONSTRAINT "appraisal_comments_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisal_rounds" ADD CONSTRAINT "appraisal_rounds_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisal_rounds" ADD CONSTRAINT "appraisal_rounds_prepared_by_accounts_id_fk" FOREIGN KEY ("prepared_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisal_rounds" ADD CONSTRAINT "appraisal_rounds_released_by_accounts_id_fk" FOREIGN KEY ("released_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisals" ADD CONSTRAINT "appraisals_round_id_appraisal_rounds_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."appraisal_rounds"("round_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appraisals" ADD CONSTRAINT "appraisals_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appraisal_comments_entry" ON "appraisal_comments" USING btree ("round_id","entry_id");--> statement-breakpoint
-- Bands stay as they were worked out, and what teams read is not taken back.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON appraisals FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON appraisal_rounds FOR EACH ROW WHEN (OLD.released_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
