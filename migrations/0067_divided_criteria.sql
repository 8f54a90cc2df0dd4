CREATE TABLE "panel_criteria" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	CONSTRAINT "panel_criteria_round_id_account_id_criterion_id_pk" PRIMARY KEY("round_id","account_id","criterion_id")
);
--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "divided" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "panel_criteria" ADD CONSTRAINT "panel_criteria_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_criteria" ADD CONSTRAINT "panel_criteria_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_criteria" ADD CONSTRAINT "panel_criteria_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Settled before anybody has anything to score, like the method.
CREATE TRIGGER divided_fixed BEFORE UPDATE OF divided ON rounds FOR EACH ROW WHEN (OLD.divided <> NEW.divided) EXECUTE FUNCTION refuse_other_method();
