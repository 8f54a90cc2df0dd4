CREATE TYPE "public"."comment_rule" AS ENUM('optional', 'always', 'at-most', 'at-least');--> statement-breakpoint
CREATE TYPE "public"."scale_kind" AS ENUM('numbers', 'percent', 'letters', 'yes-no');--> statement-breakpoint
ALTER TABLE "decisions" ALTER COLUMN "total" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "results" ALTER COLUMN "total" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "entry_totals" ALTER COLUMN "total" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "reviews" ALTER COLUMN "total" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "parts" bigint DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "results" ADD COLUMN "parts" bigint DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "score_revisions" ADD COLUMN "not_applicable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "scores" ADD COLUMN "not_applicable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "scale" "scale_kind" DEFAULT 'numbers' NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "step" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "not_applicable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "comment_rule" "comment_rule" DEFAULT 'optional' NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "comment_bound" integer;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "comment_length" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rubrics" ADD COLUMN "parts" bigint DEFAULT 100 NOT NULL;--> statement-breakpoint
UPDATE criteria SET comment_rule = 'always' WHERE comment_required;--> statement-breakpoint
ALTER TABLE "criteria" DROP COLUMN "comment_required";--> statement-breakpoint
ALTER TABLE scores ADD CONSTRAINT value_or_not_applicable CHECK (NOT (not_applicable AND value IS NOT NULL));--> statement-breakpoint
ALTER TABLE criteria ADD CONSTRAINT whole_steps CHECK (step > 0 AND (max - min) % step = 0);--> statement-breakpoint
ALTER TABLE criteria ADD CONSTRAINT bound_where_needed CHECK ((comment_rule IN ('at-most', 'at-least')) = (comment_bound IS NOT NULL));--> statement-breakpoint
ALTER TABLE rubrics ADD CONSTRAINT parts_are_parts CHECK (parts > 0);
