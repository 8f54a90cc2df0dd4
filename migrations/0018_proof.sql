CREATE TABLE "commitments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"type" text NOT NULL,
	"subject_id" uuid,
	"cycle_id" uuid,
	"round_id" uuid,
	"record" jsonb NOT NULL,
	"salt" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "commitments_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "log_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_heads" (
	"log" text PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_leaves" (
	"index" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"cycle_id" uuid,
	"round_id" uuid,
	"data" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sealed_entries" (
	"seal" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "sealed_entries_seal_entry_id_pk" PRIMARY KEY("seal","entry_id")
);
--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "disclosure" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sealed_entries" ADD CONSTRAINT "sealed_entries_seal_log_leaves_index_fk" FOREIGN KEY ("seal") REFERENCES "public"."log_leaves"("index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_entries" ADD CONSTRAINT "sealed_entries_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commitments_subject" ON "commitments" USING btree ("subject_id","type","at");--> statement-breakpoint
CREATE INDEX "commitments_round" ON "commitments" USING btree ("round_id","type");--> statement-breakpoint
CREATE INDEX "log_leaves_round" ON "log_leaves" USING btree ("round_id","kind");--> statement-breakpoint
CREATE INDEX "log_leaves_cycle" ON "log_leaves" USING btree ("cycle_id","kind");--> statement-breakpoint
CREATE INDEX "sealed_entries_hash" ON "sealed_entries" USING btree ("hash");--> statement-breakpoint
ALTER TABLE rounds ADD CONSTRAINT disclosure_level CHECK (disclosure BETWEEN 0 AND 2);
--> statement-breakpoint
ALTER TABLE log_leaves ADD CONSTRAINT hash_of_its_data CHECK (hash = sha256('\x00'::bytea || data));
--> statement-breakpoint
ALTER TABLE commitments ADD CONSTRAINT whole_salt CHECK (length(salt) = 32);
--> statement-breakpoint
INSERT INTO log_heads (log, size) VALUES ('awards', 0);
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON commitments FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_leaves FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON log_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sealed_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
