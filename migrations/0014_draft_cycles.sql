ALTER TABLE "cycles" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sections" ADD COLUMN "aside" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
UPDATE "cycles" SET "published_at" = "created_at";
