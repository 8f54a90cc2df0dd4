ALTER TABLE "score_revisions" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "scores" ADD COLUMN "reason" text DEFAULT '' NOT NULL;