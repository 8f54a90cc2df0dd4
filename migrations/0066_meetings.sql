CREATE TYPE "public"."motion_outcome" AS ENUM('adopted', 'lost', 'no-quorum', 'void');--> statement-breakpoint
CREATE TABLE "meeting_departures" (
	"item_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "meeting_departures_item_id_account_id_pk" PRIMARY KEY("item_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"entry_id" uuid,
	"text" text DEFAULT '' NOT NULL,
	"called_at" timestamp with time zone,
	"called_by" uuid,
	"concluded_at" timestamp with time zone,
	"concluded_by" uuid,
	"conclusion" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_stays" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"arrived_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"quorum" integer,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_by" uuid NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid
);
--> statement-breakpoint
CREATE TABLE "motion_voters" (
	"motion_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "motion_voters_motion_id_account_id_pk" PRIMARY KEY("motion_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "motions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"item_id" uuid NOT NULL,
	"text" text NOT NULL,
	"put_at" timestamp with time zone NOT NULL,
	"put_by" uuid NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"yes" integer DEFAULT 0 NOT NULL,
	"no" integer DEFAULT 0 NOT NULL,
	"abstentions" integer DEFAULT 0 NOT NULL,
	"quorum" integer,
	"outcome" "motion_outcome"
);
--> statement-breakpoint
ALTER TABLE "meeting_departures" ADD CONSTRAINT "meeting_departures_item_id_meeting_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."meeting_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_departures" ADD CONSTRAINT "meeting_departures_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_items" ADD CONSTRAINT "meeting_items_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_items" ADD CONSTRAINT "meeting_items_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_items" ADD CONSTRAINT "meeting_items_called_by_accounts_id_fk" FOREIGN KEY ("called_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_items" ADD CONSTRAINT "meeting_items_concluded_by_accounts_id_fk" FOREIGN KEY ("concluded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_stays" ADD CONSTRAINT "meeting_stays_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_stays" ADD CONSTRAINT "meeting_stays_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_opened_by_accounts_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "motion_voters" ADD CONSTRAINT "motion_voters_motion_id_motions_id_fk" FOREIGN KEY ("motion_id") REFERENCES "public"."motions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "motion_voters" ADD CONSTRAINT "motion_voters_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "motions" ADD CONSTRAINT "motions_item_id_meeting_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."meeting_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "motions" ADD CONSTRAINT "motions_put_by_accounts_id_fk" FOREIGN KEY ("put_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meeting_items_order" ON "meeting_items" USING btree ("meeting_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_items_entry" ON "meeting_items" USING btree ("meeting_id","entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_items_one_at_a_time" ON "meeting_items" USING btree ("meeting_id") WHERE "meeting_items"."called_at" is not null and "meeting_items"."concluded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_stays_present" ON "meeting_stays" USING btree ("meeting_id","account_id") WHERE "meeting_stays"."left_at" is null;--> statement-breakpoint
CREATE INDEX "meetings_round" ON "meetings" USING btree ("round_id","opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_one_at_a_time" ON "meetings" USING btree ("round_id") WHERE "meetings"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "motions_item" ON "motions" USING btree ("item_id","put_at");