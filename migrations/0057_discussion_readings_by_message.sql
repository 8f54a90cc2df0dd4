-- What was read is kept by message from here on, no longer by the time of the last one.
ALTER TABLE "discussion_readings" RENAME TO "discussion_readings_by_time";--> statement-breakpoint
CREATE TABLE "discussion_readings" (
	"message_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "discussion_readings_message_id_account_id_pk" PRIMARY KEY("message_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "discussion_readings" ADD CONSTRAINT "discussion_readings_message_id_discussion_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."discussion_messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_readings" ADD CONSTRAINT "discussion_readings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "discussion_readings" ("message_id", "account_id")
SELECT m."id", r."account_id" FROM "discussion_readings_by_time" r
JOIN "discussion_messages" m ON m."round_id" = r."round_id" AND m."entry_id" = r."entry_id" AND m."at" <= r."up_to";--> statement-breakpoint
DROP TABLE "discussion_readings_by_time";
