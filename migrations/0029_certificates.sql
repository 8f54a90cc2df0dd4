CREATE TABLE "certificates" (
	"code" text PRIMARY KEY NOT NULL,
	"publication_id" uuid NOT NULL,
	"result_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"record" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "certificates_version" UNIQUE("result_id","version")
);
--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_result_id_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificates_list" ON "certificates" USING btree ("publication_id","version");--> statement-breakpoint
-- What was certified stays as it was.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION refuse_change();
