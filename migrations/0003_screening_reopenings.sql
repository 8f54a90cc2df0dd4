CREATE TYPE "public"."stored_file_state" AS ENUM('expected', 'receiving', 'stored', 'settled', 'failed');--> statement-breakpoint
CREATE TABLE "screening_reopenings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"outcome" "screening_outcome" NOT NULL,
	"outcome_reason" text NOT NULL,
	"screened_at" timestamp with time zone NOT NULL,
	"screened_by" uuid NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" uuid,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_files" (
	"key" text PRIMARY KEY NOT NULL,
	"store" "file_store" NOT NULL,
	"state" "stored_file_state" NOT NULL,
	"metadata" jsonb,
	"address" text,
	"blob" text,
	"name" text DEFAULT '' NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"md5" text,
	"sha256" text,
	"answer" jsonb,
	"registered_at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone,
	CONSTRAINT "stored_files_address_unique" UNIQUE("address"),
	CONSTRAINT "stored_files_blob_unique" UNIQUE("blob")
);
--> statement-breakpoint
ALTER TABLE "screening_reopenings" ADD CONSTRAINT "screening_reopenings_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_reopenings" ADD CONSTRAINT "screening_reopenings_screened_by_accounts_id_fk" FOREIGN KEY ("screened_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_reopenings" ADD CONSTRAINT "screening_reopenings_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_reopenings" ADD CONSTRAINT "screening_reopenings_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stored_files_state" ON "stored_files" USING btree ("state","registered_at");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON screening_reopenings FOR EACH ROW EXECUTE FUNCTION refuse_change();
