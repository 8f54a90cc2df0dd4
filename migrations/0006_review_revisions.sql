CREATE TABLE "review_revisions" (
	"review_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"comment" text NOT NULL,
	"notes" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "review_revisions_review_id_version_pk" PRIMARY KEY("review_id","version")
);
--> statement-breakpoint
ALTER TABLE "review_revisions" ADD CONSTRAINT "review_revisions_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What stands now is the only text still known of the time before.
INSERT INTO review_revisions (review_id, version, comment, notes, saved_at) SELECT id, version, comment, notes, saved_at FROM reviews WHERE version > 0;
