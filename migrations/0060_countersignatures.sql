CREATE TABLE "countersignatures" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"note" text NOT NULL,
	"bare" "bytea" NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "countersignatures_round_id_account_id_pk" PRIMARY KEY("round_id","account_id"),
	CONSTRAINT "countersignatures_round_id_bare_unique" UNIQUE("round_id","bare")
);
--> statement-breakpoint
ALTER TABLE "countersignatures" ADD CONSTRAINT "countersignatures_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "countersignatures" ADD CONSTRAINT "countersignatures_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE countersignatures ADD CONSTRAINT whole_key CHECK (length(bare) = 32);--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON countersignatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
