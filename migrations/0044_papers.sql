ALTER TABLE "ballot_papers" ADD COLUMN "offered" jsonb;--> statement-breakpoint
-- Of papers from before this was kept, everything counted as put before their voters.
ALTER TABLE "ballot_papers" DISABLE TRIGGER votes_fixed;--> statement-breakpoint
UPDATE "ballot_papers" p SET "offered" = (SELECT jsonb_agg(c.entry_id) FROM "ballot_candidates" c WHERE c.round_id = p.round_id);--> statement-breakpoint
ALTER TABLE "ballot_papers" ENABLE TRIGGER votes_fixed;--> statement-breakpoint
ALTER TABLE "ballot_papers" ALTER COLUMN "offered" SET NOT NULL;
