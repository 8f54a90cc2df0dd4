ALTER TABLE "attachments" ADD COLUMN "caption_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "captioned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "captioned_by" uuid;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_captioned_by_accounts_id_fk" FOREIGN KEY ("captioned_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;