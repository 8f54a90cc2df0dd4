CREATE TABLE "discussion_readings" (
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"up_to" timestamp with time zone NOT NULL,
	CONSTRAINT "discussion_readings_round_id_entry_id_account_id_pk" PRIMARY KEY("round_id","entry_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "discussion_readings" ADD CONSTRAINT "discussion_readings_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_readings" ADD CONSTRAINT "discussion_readings_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_readings" ADD CONSTRAINT "discussion_readings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;