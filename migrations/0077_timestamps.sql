CREATE TABLE "timestamps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"size" bigint NOT NULL,
	"token" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"authority" text NOT NULL,
	"stamped_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "timestamps_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "timestamps" ADD CONSTRAINT "timestamps_size_log_checkpoints_size_fk" FOREIGN KEY ("size") REFERENCES "public"."log_checkpoints"("size") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON timestamps FOR EACH ROW EXECUTE FUNCTION refuse_change();
