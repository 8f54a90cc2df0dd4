CREATE TYPE "public"."ballot_method" AS ENUM('approval', 'yes-no', 'borda', 'stv');--> statement-breakpoint
CREATE TABLE "ballot_candidates" (
	"round_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "ballot_candidates_round_id_entry_id_pk" PRIMARY KEY("round_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "ballot_papers" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"marks" jsonb NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ballot_papers_round_id_account_id_pk" PRIMARY KEY("round_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "ballot_voters" (
	"round_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "ballot_voters_round_id_account_id_pk" PRIMARY KEY("round_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "ballots" (
	"round_id" uuid PRIMARY KEY NOT NULL,
	"method" "ballot_method" NOT NULL,
	"seats" integer,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_by" uuid NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"counted_at" timestamp with time zone,
	"counted_by" uuid,
	"outcome" jsonb
);
--> statement-breakpoint
ALTER TABLE "ballot_candidates" ADD CONSTRAINT "ballot_candidates_round_id_ballots_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."ballots"("round_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballot_candidates" ADD CONSTRAINT "ballot_candidates_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballot_papers" ADD CONSTRAINT "ballot_papers_round_id_ballots_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."ballots"("round_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballot_papers" ADD CONSTRAINT "ballot_papers_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballot_voters" ADD CONSTRAINT "ballot_voters_round_id_ballots_round_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."ballots"("round_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballot_voters" ADD CONSTRAINT "ballot_voters_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballots" ADD CONSTRAINT "ballots_round_id_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballots" ADD CONSTRAINT "ballots_opened_by_accounts_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ballots" ADD CONSTRAINT "ballots_counted_by_accounts_id_fk" FOREIGN KEY ("counted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Once counted a ballot stays as it is, and while it has votes so does its rule. A ballot is never taken away.
CREATE FUNCTION refuse_other_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.counted_at IS NOT NULL
    OR ((OLD.method, OLD.seats, OLD.opened_at, OLD.closes_at) IS DISTINCT FROM (NEW.method, NEW.seats, NEW.opened_at, NEW.closes_at) AND EXISTS (SELECT 1 FROM ballot_papers p WHERE p.round_id = OLD.round_id)) THEN
    RAISE EXCEPTION 'a ballot with votes stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER ballot_fixed BEFORE UPDATE OR DELETE ON ballots FOR EACH ROW EXECUTE FUNCTION refuse_other_ballot();--> statement-breakpoint
CREATE FUNCTION refuse_other_electorate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ballot_papers p WHERE p.round_id = coalesce(NEW.round_id, OLD.round_id)) THEN
    RAISE EXCEPTION 'who votes on what stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;--> statement-breakpoint
CREATE TRIGGER electorate_fixed BEFORE INSERT OR UPDATE OR DELETE ON ballot_voters FOR EACH ROW EXECUTE FUNCTION refuse_other_electorate();--> statement-breakpoint
CREATE TRIGGER electorate_fixed BEFORE INSERT OR UPDATE OR DELETE ON ballot_candidates FOR EACH ROW EXECUTE FUNCTION refuse_other_electorate();--> statement-breakpoint
CREATE FUNCTION refuse_late_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM ballots b WHERE b.round_id = NEW.round_id AND b.counted_at IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM ballot_voters v WHERE v.round_id = NEW.round_id AND v.account_id = NEW.account_id) THEN
    RAISE EXCEPTION 'a vote is its voter''s, until the count' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER votes_fixed BEFORE INSERT OR UPDATE OR DELETE ON ballot_papers FOR EACH ROW EXECUTE FUNCTION refuse_late_vote();
