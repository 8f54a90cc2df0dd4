ALTER TABLE "cycles" ADD COLUMN "entry_limit" integer;--> statement-breakpoint
ALTER TABLE "cycles" ADD COLUMN "framework_limit" integer;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "framework" text DEFAULT '' NOT NULL;