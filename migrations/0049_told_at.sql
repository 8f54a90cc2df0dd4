ALTER TABLE "publications" ADD COLUMN "told_at" timestamp with time zone;--> statement-breakpoint
-- Teams of every list that is published by now were written to, or are owed letters that wait for the end of its embargo.
UPDATE publications SET told_at = published_at WHERE round_id IS NOT NULL;
