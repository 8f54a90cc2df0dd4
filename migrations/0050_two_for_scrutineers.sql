ALTER TYPE "public"."proposal_kind" ADD VALUE 'scrutineer';--> statement-breakpoint
ALTER TYPE "public"."proposal_kind" ADD VALUE 'scrutineer-removal';