DROP INDEX "assignments_reviewer";--> statement-breakpoint
CREATE INDEX "assignments_reviewer" ON "assignments" USING btree ("reviewer_id","round_id","reading_order","id");