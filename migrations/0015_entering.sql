CREATE TYPE "public"."submission_kind" AS ENUM('sent', 'completed', 'automatic');--> statement-breakpoint
CREATE TABLE "inquiries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"round_id" uuid,
	"proposal" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid NOT NULL,
	"question" text,
	"forwarded_at" timestamp with time zone,
	"forwarded_by" uuid,
	"due_at" timestamp with time zone,
	"declined_at" timestamp with time zone,
	"declined_by" uuid,
	"decline_reason" text DEFAULT '' NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	CONSTRAINT "forwarded_or_declined" CHECK ("inquiries"."forwarded_at" is null or "inquiries"."declined_at" is null),
	CONSTRAINT "forwarded_with_limit" CHECK (("inquiries"."forwarded_at" is null) = ("inquiries"."due_at" is null) and ("inquiries"."forwarded_at" is null) = ("inquiries"."question" is null)),
	CONSTRAINT "answered_after_forwarding" CHECK ("inquiries"."answered_at" is null or ("inquiries"."forwarded_at" is not null and "inquiries"."answer" is not null))
);
--> statement-breakpoint
ALTER TABLE "cycles" ADD COLUMN "grace_seconds" integer DEFAULT 120 NOT NULL;--> statement-breakpoint
ALTER TABLE "cycles" ADD COLUMN "auto_submit" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "submission_attempts" ADD COLUMN "automatic" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "kind" "submission_kind" DEFAULT 'sent' NOT NULL;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "awaited" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_forwarded_by_accounts_id_fk" FOREIGN KEY ("forwarded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_declined_by_accounts_id_fk" FOREIGN KEY ("declined_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inquiries_entry" ON "inquiries" USING btree ("entry_id","asked_at");--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "sensible_grace" CHECK ("grace_seconds" BETWEEN 0 AND 3600);--> statement-breakpoint
-- What was answered stays answered.
CREATE TRIGGER answered_once BEFORE UPDATE ON inquiries FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
