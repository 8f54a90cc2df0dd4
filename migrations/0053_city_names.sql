CREATE TABLE "city_names" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"city_id" uuid NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP VIEW "public"."standing_conflicts";--> statement-breakpoint
ALTER TABLE "city_names" ADD CONSTRAINT "city_names_city_id_cities_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."cities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "city_names_city" ON "city_names" USING btree ("city_id","until");--> statement-breakpoint
CREATE VIEW "public"."standing_conflicts" AS (
  select r.id as round_id, e.id as entry_id, p.account_id, k.kind
  from rounds r
  join entries e on e.cycle_id = r.cycle_id
  join (select id as entry_id, city_id, true as whole from entries
        union all select j.entry_id, j.city_id, j.ended_at is null or j.ended_at >= (select max(s.received_at) from submissions s where s.entry_id = j.entry_id and s.kind <> 'completed') from co_applicants j where j.accepted) q on q.entry_id = e.id
  join cities c on c.id = q.city_id
  join (select round_id, account_id from panel_members
        union select r2.id, g.account_id from rounds r2 cross join role_grants g) p on p.round_id = r.id
  left join reviewer_profiles f on f.account_id = p.account_id
  cross join lateral (
    select 'team' as kind where exists (select 1 from city_members m where m.city_id = q.city_id and m.account_id = p.account_id)
      or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'team' and t.value = q.city_id::text and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id))
    union all select 'country' where q.whole and r.conflict_rules->>'country' = 'block' and (c.country = any(f.countries)
        or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'country' and t.value = c.country and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id))
        or exists (select 1 from city_names n where n.city_id = c.id and (n.country = any(f.countries)
            or exists (select 1 from ended_ties t where t.account_id = p.account_id and t.kind = 'country' and t.value = n.country and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)))))
    union all select 'organisation' where q.whole and r.conflict_rules->>'organisation' = 'block'
      and exists (select 1 from (select unnest(f.organisations) as o union all
                    select t.value from ended_ties t where t.account_id = p.account_id and t.kind = 'organisation' and t.ended_at >= (select y.opens_at from cycles y where y.id = r.cycle_id)) g
                  where lower(trim(g.o)) = lower(c.name) or lower(trim(g.o)) in (select lower(n.name) from city_names n where n.city_id = c.id) or lower(trim(g.o)) in (select lower(trim(x)) from unnest(e.partners) x))
    union all select case d.answer when 'unsure' then 'unsure' else 'declared' end from conflict_declarations d
      where d.entry_id = e.id and d.account_id = p.account_id and d.answer <> 'none'
  ) k
  where k.kind = 'team' or not exists (select 1 from conflict_waivers w where w.entry_id = e.id and w.account_id = p.account_id and w.confirmed_at is not null));--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON city_names FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE FUNCTION keep_city_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO city_names (city_id, name, country, until) VALUES (OLD.id, OLD.name, OLD.country, clock_timestamp());
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER keep_city_name AFTER UPDATE OF name, country ON cities FOR EACH ROW
  WHEN ((OLD.name, OLD.country) IS DISTINCT FROM (NEW.name, NEW.country)) EXECUTE FUNCTION keep_city_name();--> statement-breakpoint
-- Names of before are known where something was sealed, or put before whoever signs off, under them.
INSERT INTO city_names (city_id, name, country, until)
SELECT e.city_id, k.name, k.country, max(k.at) FROM (
  SELECT entry_id, snapshot::json ->> 'cityName' AS name, snapshot::json ->> 'country' AS country, received_at AS at FROM submissions
  UNION ALL SELECT entry_id, snapshot::json ->> 'cityName', snapshot::json ->> 'country', asked_at FROM endorsements
) k JOIN entries e ON e.id = k.entry_id JOIN cities c ON c.id = e.city_id
WHERE k.name IS NOT NULL AND k.country IS NOT NULL AND (k.name, k.country) IS DISTINCT FROM (c.name, c.country) GROUP BY 1, 2, 3;--> statement-breakpoint
-- Totals are stored, and names of before bring some people into conflict: what is not frozen is counted anew.
UPDATE entry_totals t SET (reviews, total, mean) = (
  SELECT count(*), coalesce(sum(v.total), 0), sum(v.total)::numeric / nullif(count(*), 0) FROM assignments a JOIN reviews v ON v.assignment_id = a.id
  WHERE a.round_id = t.round_id AND a.entry_id = t.entry_id AND v.submitted_at IS NOT NULL AND v.total IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM recusals x WHERE x.assignment_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM standing_conflicts s WHERE s.round_id = a.round_id AND s.entry_id = a.entry_id AND s.account_id = a.reviewer_id)
) WHERE NOT EXISTS (SELECT 1 FROM freezes f WHERE f.round_id = t.round_id);
