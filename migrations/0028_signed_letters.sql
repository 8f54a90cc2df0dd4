ALTER TABLE "attachments" ALTER COLUMN "question_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "endorsements" ALTER COLUMN "email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "endorsements" ALTER COLUMN "token_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "endorsements" ALTER COLUMN "expires_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "endorsements" ADD COLUMN "letter_id" uuid;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_letter_id_attachments_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."attachments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_letter_id_unique" UNIQUE("letter_id");--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "by_link_or_letter" CHECK (num_nonnulls("endorsements"."email", "endorsements"."token_id", "endorsements"."expires_at") = case when "endorsements"."letter_id" is null then 3 else 0 end);--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "letter_is_signed" CHECK ("endorsements"."letter_id" is null or "endorsements"."endorsed");