CREATE TYPE "public"."tie_kind" AS ENUM('team', 'country', 'organisation');--> statement-breakpoint
CREATE TABLE "ended_ties" (
	"account_id" uuid NOT NULL,
	"kind" "tie_kind" NOT NULL,
	"value" text NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ended_ties_account_id_kind_value_ended_at_pk" PRIMARY KEY("account_id","kind","value","ended_at")
);
--> statement-breakpoint
DROP VIEW "public"."standing_conflicts";--> statement-breakpoint
ALTER TABLE "ended_ties" ADD CONSTRAINT "ended_ties_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE VIEW "public"."standing_conflicts" AS (
  select r.id as round_id, e.id as entry_id, p.account_id, k.kind
  from rounds r
  join entries e on e.cycle_id = r.cycle_id
  join cities c on c.id = e.city_id
  join (select round_id, account_id from panel_members
        union select r2.id, g.account_id from rounds r2 cross join role_grants g) p on p.round_id = r.id
  left join reviewer_profiles f on f.account_id = p.account_id
  cross join lateral (
    select 'team' as kind where exists (select 1 from city_members m where m.city_id = e.city_id and m.account_id = p.account_id)
      or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'team' and t.value = e.city_id::text and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id))
    union all select 'country' where r.conflict_rules->>'country' = 'block' and (c.country = any(f.countries)
        or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'country' and t.value = c.country and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)))
      and not exists (select 1 from conflict_waivers w where w.entry_id = e.id and w.account_id = p.account_id)
    union all select 'organisation' where r.conflict_rules->>'organisation' = 'block'
      and exists (select 1 from (select unnest(f.organisations) as o union all
                    select t.value from ended_ties t where t.account_id = p.account_id and t.kind = 'organisation' and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)) g
                  where lower(trim(g.o)) = lower(c.name) or lower(trim(g.o)) in (select lower(trim(x)) from unnest(e.partners) x))
      and not exists (select 1 from conflict_waivers w where w.entry_id = e.id and w.account_id = p.account_id)
    union all select case d.answer when 'unsure' then 'unsure' else 'declared' end from conflict_declarations d
      where d.entry_id = e.id and d.account_id = p.account_id and d.answer <> 'none'
      and not exists (select 1 from conflict_waivers w where w.entry_id = e.id and w.account_id = p.account_id)
  ) k);--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ended_ties FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Who left a team before is in the record of events. What was taken out of profiles before is known to nobody.
INSERT INTO ended_ties (account_id, kind, value, ended_at)
SELECT (convert_from(payload, 'UTF8')::jsonb->'details'->>'accountId')::uuid, 'team', subject_id::text, at FROM audit_events WHERE type = 'city.member-removed'
ON CONFLICT DO NOTHING;
