CREATE TYPE "public"."discussion_voice" AS ENUM('reviewer', 'chair');--> statement-breakpoint
CREATE TYPE "public"."discussion_rule" AS ENUM('off', 'after-own', 'after-freeze');--> statement-breakpoint
CREATE TABLE "discussion_messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"corrects" uuid,
	"text" text NOT NULL,
	"voice" "discussion_voice" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "discussion" "discussion_rule" DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE "discussion_messages" ADD CONSTRAINT "discussion_messages_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_messages" ADD CONSTRAINT "discussion_messages_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_messages" ADD CONSTRAINT "discussion_messages_corrects_discussion_messages_id_fk" FOREIGN KEY ("corrects") REFERENCES "public"."discussion_messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_messages" ADD CONSTRAINT "discussion_messages_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "discussion_messages_thread" ON "discussion_messages" USING btree ("round_id","entry_id","at");--> statement-breakpoint
-- What was said stays; a correction stands beside it.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON discussion_messages FOR EACH ROW EXECUTE FUNCTION refuse_change();
