CREATE TABLE "round_window_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"old_opens_at" timestamp with time zone NOT NULL,
	"old_closes_at" timestamp with time zone NOT NULL,
	"new_opens_at" timestamp with time zone NOT NULL,
	"new_closes_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "round_window_changes" ADD CONSTRAINT "round_window_changes_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_window_changes" ADD CONSTRAINT "round_window_changes_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "round_window_changes_round" ON "round_window_changes" USING btree ("round_id","at");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON round_window_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();