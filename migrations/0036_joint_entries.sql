CREATE TABLE "co_applicants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"city_id" uuid NOT NULL,
	"email" text NOT NULL,
	"invited_at" timestamp with time zone NOT NULL,
	"invited_by" uuid NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"accepted" boolean,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	CONSTRAINT "answered_by_somebody" CHECK (num_nonnulls("co_applicants"."answered_at", "co_applicants"."answered_by", "co_applicants"."accepted") in (0, 3)),
	CONSTRAINT "ended_by_somebody" CHECK (num_nonnulls("co_applicants"."ended_at", "co_applicants"."ended_by") in (0, 2))
);
--> statement-breakpoint
DROP VIEW "public"."standing_conflicts";--> statement-breakpoint
ALTER TABLE "results" ADD COLUMN "co_applicants" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "co_applicants" ADD CONSTRAINT "co_applicants_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_applicants" ADD CONSTRAINT "co_applicants_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_applicants" ADD CONSTRAINT "co_applicants_invited_by_accounts_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_applicants" ADD CONSTRAINT "co_applicants_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_applicants" ADD CONSTRAINT "co_applicants_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "co_applicants_standing" ON "co_applicants" USING btree ("entry_id","city_id") WHERE "co_applicants"."ended_at" is null and "co_applicants"."accepted" is not false;--> statement-breakpoint
CREATE INDEX "co_applicants_entry" ON "co_applicants" USING btree ("entry_id","invited_at");--> statement-breakpoint
CREATE INDEX "co_applicants_city" ON "co_applicants" USING btree ("city_id");--> statement-breakpoint
CREATE INDEX "co_applicants_email" ON "co_applicants" USING btree ("email");--> statement-breakpoint
CREATE VIEW "public"."standing_conflicts" AS (
  select r.id as round_id, e.id as entry_id, p.account_id, k.kind
  from rounds r
  join entries e on e.cycle_id = r.cycle_id
  join (select id as entry_id, city_id from entries union all select entry_id, city_id from co_applicants where accepted) q on q.entry_id = e.id
  join cities c on c.id = q.city_id
  join (select round_id, account_id from panel_members
        union select r2.id, g.account_id from rounds r2 cross join role_grants g) p on p.round_id = r.id
  left join reviewer_profiles f on f.account_id = p.account_id
  cross join lateral (
    select 'team' as kind where exists (select 1 from city_members m where m.city_id = q.city_id and m.account_id = p.account_id)
      or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'team' and t.value = q.city_id::text and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id))
    union all select 'country' where r.conflict_rules->>'country' = 'block' and (c.country = any(f.countries)
        or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'country' and t.value = c.country and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)))
    union all select 'organisation' where r.conflict_rules->>'organisation' = 'block'
      and exists (select 1 from (select unnest(f.organisations) as o union all
                    select t.value from ended_ties t where t.account_id = p.account_id and t.kind = 'organisation' and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)) g
                  where lower(trim(g.o)) = lower(c.name) or lower(trim(g.o)) in (select lower(trim(x)) from unnest(e.partners) x))
    union all select case d.answer when 'unsure' then 'unsure' else 'declared' end from conflict_declarations d
      where d.entry_id = e.id and d.account_id = p.account_id and d.answer <> 'none'
  ) k
  where k.kind = 'team' or not exists (select 1 from conflict_waivers w where w.entry_id = e.id and w.account_id = p.account_id and w.confirmed_at is not null));--> statement-breakpoint
-- Asked, answered once, ended once, never forgotten.
CREATE TRIGGER append_only BEFORE DELETE ON co_applicants FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER answered_and_ended_once BEFORE UPDATE ON co_applicants FOR EACH ROW WHEN (
  OLD.ended_at IS NOT NULL OR OLD.accepted IS FALSE
  OR (OLD.accepted AND (NEW.accepted, NEW.answered_at, NEW.answered_by) IS DISTINCT FROM (OLD.accepted, OLD.answered_at, OLD.answered_by))
  OR (NEW.id, NEW.entry_id, NEW.city_id, NEW.email, NEW.invited_at, NEW.invited_by) IS DISTINCT FROM (OLD.id, OLD.entry_id, OLD.city_id, OLD.email, OLD.invited_at, OLD.invited_by)
) EXECUTE FUNCTION refuse_change();
