CREATE TYPE "public"."package_outcome" AS ENUM('confirmed', 'declined', 'withdrawn');--> statement-breakpoint
ALTER TYPE "public"."submission_kind" ADD VALUE 'package';--> statement-breakpoint
CREATE TABLE "packages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"note" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL,
	"outcome" "package_outcome",
	"decided_at" timestamp with time zone,
	"decided_by" uuid
);
--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "packages" ADD CONSTRAINT "packages_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packages" ADD CONSTRAINT "packages_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packages" ADD CONSTRAINT "packages_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "packages_open" ON "packages" USING btree ("entry_id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "packages_at" ON "packages" USING btree ("at");--> statement-breakpoint
-- A package is brought once, decided once and by two persons, and stays on record.
ALTER TABLE packages ADD CONSTRAINT two_persons CHECK (outcome IS DISTINCT FROM 'confirmed' OR decided_by <> by);--> statement-breakpoint
ALTER TABLE packages ADD CONSTRAINT decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL));--> statement-breakpoint
CREATE TRIGGER append_only BEFORE DELETE ON packages FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER decided_once BEFORE UPDATE ON packages FOR EACH ROW WHEN (
  OLD.outcome IS NOT NULL OR (NEW.id, NEW.entry_id, NEW.note, NEW.saved_at, NEW.reason, NEW.at, NEW.by) IS DISTINCT FROM (OLD.id, OLD.entry_id, OLD.note, OLD.saved_at, OLD.reason, OLD.at, OLD.by)
) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- By name: the new kind can be written only once this migration is committed.
ALTER TABLE submissions ADD CONSTRAINT accepted_package CHECK ((kind::text = 'package') = (accepted_at IS NOT NULL) AND (accepted_at IS NULL OR accepted_at > received_at));
