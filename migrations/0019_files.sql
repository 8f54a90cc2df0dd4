CREATE TYPE "public"."scan_state" AS ENUM('off', 'waiting', 'clean', 'infected');--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "credit" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "rights" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "language" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "translation_of" uuid;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "scan" "scan_state" DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "copy_key" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "active" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_translation_of_attachments_id_fk" FOREIGN KEY ("translation_of") REFERENCES "public"."attachments"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_scan" ON "attachments" USING btree ("scan");