CREATE TABLE "citations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"statement" jsonb,
	"citation" jsonb,
	"reason" text DEFAULT '' NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"written_by" uuid NOT NULL,
	"approved_at" timestamp with time zone,
	"approved_by" uuid,
	CONSTRAINT "citations_version" UNIQUE("round_id","entry_id","version")
);
--> statement-breakpoint
ALTER TABLE "results" ADD COLUMN "words" jsonb;--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_written_by_accounts_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Words that were signed stay as they were. The first version is signed with the list, whose two signatures are of two people.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON citations FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
ALTER TABLE citations ADD CONSTRAINT citations_two_persons CHECK (version = 1 OR approved_by IS NULL OR approved_by <> written_by);
