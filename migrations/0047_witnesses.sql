CREATE TABLE "cosignatures" (
	"size" bigint NOT NULL,
	"witness_id" uuid NOT NULL,
	"line" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "cosignatures_size_witness_id_pk" PRIMARY KEY("size","witness_id")
);
--> statement-breakpoint
CREATE TABLE "witnesses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"bare" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "witnesses_bare_unique" UNIQUE("bare")
);
--> statement-breakpoint
ALTER TABLE "cosignatures" ADD CONSTRAINT "cosignatures_size_log_checkpoints_size_fk" FOREIGN KEY ("size") REFERENCES "public"."log_checkpoints"("size") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignatures" ADD CONSTRAINT "cosignatures_witness_id_witnesses_id_fk" FOREIGN KEY ("witness_id") REFERENCES "public"."witnesses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE witnesses ADD CONSTRAINT whole_key CHECK (length(bare) = 32);
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cosignatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
