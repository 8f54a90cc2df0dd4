CREATE TABLE "heartbeats" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interruptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"to" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON interruptions FOR EACH ROW EXECUTE FUNCTION refuse_change();
