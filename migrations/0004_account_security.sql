CREATE TYPE "public"."proposal_kind" AS ENUM('role', 'factor-reset', 'chair');--> statement-breakpoint
CREATE TYPE "public"."proposal_outcome" AS ENUM('confirmed', 'declined', 'withdrawn', 'at-once');--> statement-breakpoint
ALTER TYPE "public"."token_purpose" ADD VALUE 'sign-in-step';--> statement-breakpoint
ALTER TYPE "public"."token_purpose" ADD VALUE 'passkey-challenge';--> statement-breakpoint
ALTER TYPE "public"."token_purpose" ADD VALUE 'change-email';--> statement-breakpoint
CREATE TABLE "disablements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid
);
--> statement-breakpoint
CREATE TABLE "authenticator_apps" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"last_step" bigint NOT NULL,
	"added_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] DEFAULT '{}' NOT NULL,
	"synced" boolean NOT NULL,
	"name" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "proposal_kind" NOT NULL,
	"account_id" uuid,
	"role" "staff_role",
	"round_id" uuid,
	"email" text,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" uuid NOT NULL,
	"outcome" "proposal_outcome",
	"decided_at" timestamp with time zone,
	"decided_by" uuid
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "strong" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "disablements" ADD CONSTRAINT "disablements_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disablements" ADD CONSTRAINT "disablements_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disablements" ADD CONSTRAINT "disablements_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authenticator_apps" ADD CONSTRAINT "authenticator_apps_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disablements_account" ON "disablements" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "passkeys_account" ON "passkeys" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "recovery_codes_account" ON "recovery_codes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "proposals_account" ON "proposals" USING btree ("account_id","at");--> statement-breakpoint
-- Two persons: certain, whatever the code says. Nobody confirms what is about oneself.
ALTER TABLE proposals ADD CONSTRAINT second_person CHECK (outcome IS DISTINCT FROM 'confirmed' OR (decided_by <> by AND decided_by IS DISTINCT FROM account_id));
--> statement-breakpoint
ALTER TABLE proposals ADD CONSTRAINT decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL));
--> statement-breakpoint
ALTER TABLE proposals ADD CONSTRAINT about_what CHECK (CASE kind WHEN 'role' THEN account_id IS NOT NULL AND role IS NOT NULL WHEN 'factor-reset' THEN account_id IS NOT NULL ELSE round_id IS NOT NULL AND email IS NOT NULL END);
--> statement-breakpoint
CREATE UNIQUE INDEX proposals_open ON proposals (kind, account_id, role, round_id, email) NULLS NOT DISTINCT WHERE outcome IS NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX disablements_open ON disablements (account_id) WHERE ended_at IS NULL;
