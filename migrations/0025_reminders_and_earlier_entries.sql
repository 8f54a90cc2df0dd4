CREATE TABLE "sent_reminders" (
	"cycle_id" uuid NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"days" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"letters" integer NOT NULL,
	CONSTRAINT "sent_reminders_cycle_id_closes_at_days_pk" PRIMARY KEY("cycle_id","closes_at","days")
);
--> statement-breakpoint
ALTER TABLE "cycles" ADD COLUMN "reminder_days" integer[] DEFAULT '{14,3,1}' NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "started_from" uuid;--> statement-breakpoint
ALTER TABLE "sent_reminders" ADD CONSTRAINT "sent_reminders_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_started_from_entries_id_fk" FOREIGN KEY ("started_from") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sent_reminders FOR EACH ROW EXECUTE FUNCTION refuse_change();
