CREATE TABLE "assignment_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL,
	"seed" text NOT NULL,
	"solver" text NOT NULL,
	"objective" text NOT NULL,
	"plan_sha256" text NOT NULL,
	"reviews_per_entry" integer,
	"total" double precision NOT NULL,
	"total_bound" double precision NOT NULL,
	"floor" double precision NOT NULL,
	"floor_bound" double precision NOT NULL,
	"pairs" jsonb NOT NULL,
	"unserved" jsonb NOT NULL,
	"loads" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assignment_runs" ADD CONSTRAINT "assignment_runs_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_runs" ADD CONSTRAINT "assignment_runs_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assignment_runs_round" ON "assignment_runs" USING btree ("round_id","at");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON assignment_runs FOR EACH ROW EXECUTE FUNCTION refuse_change();
