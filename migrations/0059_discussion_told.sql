CREATE TABLE "discussion_told" (
	"message_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "discussion_told_message_id_account_id_pk" PRIMARY KEY("message_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "discussion_told" ADD CONSTRAINT "discussion_told_message_id_discussion_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."discussion_messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discussion_told" ADD CONSTRAINT "discussion_told_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;