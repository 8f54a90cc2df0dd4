ALTER TYPE "public"."question_type" ADD VALUE 'country';--> statement-breakpoint
ALTER TYPE "public"."question_type" ADD VALUE 'place';--> statement-breakpoint
ALTER TYPE "public"."question_type" ADD VALUE 'budget';--> statement-breakpoint
ALTER TABLE "sections" ADD COLUMN "condition" jsonb;