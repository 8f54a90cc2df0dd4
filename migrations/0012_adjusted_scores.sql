ALTER TABLE "decisions" ADD COLUMN "adjusted" bigint;--> statement-breakpoint
ALTER TABLE "results" ADD COLUMN "adjusted" bigint;