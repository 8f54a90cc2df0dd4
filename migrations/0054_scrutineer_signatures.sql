CREATE TABLE "scrutineer_keys" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"bare" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "scrutineer_keys_round_id_account_id_pk" PRIMARY KEY("round_id","account_id"),
	CONSTRAINT "scrutineer_keys_round_id_bare_unique" UNIQUE("round_id","bare")
);
--> statement-breakpoint
CREATE TABLE "scrutineer_signatures" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"note" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "scrutineer_signatures_round_id_account_id_pk" PRIMARY KEY("round_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "scrutineer_keys" ADD CONSTRAINT "scrutineer_keys_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scrutineer_keys" ADD CONSTRAINT "scrutineer_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scrutineer_signatures" ADD CONSTRAINT "scrutineer_signatures_key" FOREIGN KEY ("round_id","account_id") REFERENCES "public"."scrutineer_keys"("round_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE scrutineer_keys ADD CONSTRAINT whole_key CHECK (length(bare) = 32);--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scrutineer_keys FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scrutineer_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
