-- What was lifted before goes on covering every kind, as it did; what is only proposed covers what stands now.
ALTER TABLE "conflict_waivers" ADD COLUMN "kinds" text[] DEFAULT '{country,city,organisation,declared,unsure}' NOT NULL;--> statement-breakpoint
UPDATE "conflict_waivers" w
SET "kinds" = s.kinds
FROM (
  SELECT c.entry_id, c.account_id, array_agg(DISTINCT c.kind) AS kinds
  FROM "standing_conflicts" c
  JOIN "conflict_waivers" p ON p.entry_id = c.entry_id AND p.account_id = c.account_id AND p.confirmed_at IS NULL
  GROUP BY c.entry_id, c.account_id
) s
WHERE w.confirmed_at IS NULL AND w.entry_id = s.entry_id AND w.account_id = s.account_id;--> statement-breakpoint
ALTER TABLE "conflict_waivers" ALTER COLUMN "kinds" DROP DEFAULT;--> statement-breakpoint
DROP VIEW "public"."standing_conflicts";--> statement-breakpoint
ALTER TABLE "conflict_waivers" DROP CONSTRAINT "conflict_waivers_entry_id_account_id_pk";--> statement-breakpoint
ALTER TABLE "conflict_waivers" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
CREATE INDEX "conflict_waivers_of" ON "conflict_waivers" USING btree ("entry_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conflict_waivers_waiting" ON "conflict_waivers" USING btree ("entry_id","account_id") WHERE "conflict_waivers"."confirmed_at" is null;--> statement-breakpoint
CREATE VIEW "public"."standing_conflicts" AS (
  select r.id as round_id, e.id as entry_id, p.account_id, k.kind
  from rounds r
  join entries e on e.cycle_id = r.cycle_id
  join (
    select id as entry_id, city_id, true as whole
    from entries
    union all
    select j.entry_id, j.city_id,
      j.ended_at is null
      or j.ended_at >= (
        select max(s.received_at) from submissions s where s.entry_id = j.entry_id and s.kind <> 'completed'
      )
    from co_applicants j
    where j.accepted
  ) q on q.entry_id = e.id
  join cities c on c.id = q.city_id
  join (
    select round_id, account_id
    from panel_members
    union
    select r2.id, g.account_id
    from rounds r2
    cross join role_grants g
  ) p on p.round_id = r.id
  left join reviewer_profiles f on f.account_id = p.account_id
  cross join lateral (
    select 'team' as kind
    where (
    exists (select 1 from city_members m where m.city_id = q.city_id and m.account_id = p.account_id)
      or exists (
    select 1
    from ended_ties t
    where t.account_id = p.account_id
      and t.kind = 'team'
      and t.value = q.city_id::text
      and t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)
  )
  )
    union all
    select 'country'
    where q.whole
      and r.conflict_rules->>'country' = 'block'
      and (
        c.country = any(f.countries)
        or exists (
    select 1
    from ended_ties t
    where t.account_id = p.account_id
      and t.kind = 'country'
      and t.value = c.country
      and t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)
  )
        or exists (
          select 1
          from city_names n
          where n.city_id = c.id
            and (
              n.country = any(f.countries)
              or exists (
    select 1
    from ended_ties t
    where t.account_id = p.account_id
      and t.kind = 'country'
      and t.value = n.country
      and t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)
  )
            )
        )
      )
    union all
    select g.kind
    from (
      select 'city' as kind, unnest(f.cities) as named
      union all
      select 'organisation', unnest(f.organisations)
      union all
      select t.kind::text, t.value
      from ended_ties t
      where t.account_id = p.account_id
        and t.kind in ('city', 'organisation')
        and t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)
    ) g
    where q.whole
      and r.conflict_rules->>g.kind = 'block'
      and (
        lower(trim(g.named)) = lower(c.name)
        or lower(trim(g.named)) in (select lower(n.name) from city_names n where n.city_id = c.id)
        or lower(trim(g.named)) in (select lower(trim(x)) from unnest(e.partners) x)
      )
    union all
    select case d.answer when 'unsure' then 'unsure' else 'declared' end
    from conflict_declarations d
    where d.entry_id = e.id and d.account_id = p.account_id and d.answer <> 'none'
  ) k
  where k.kind = 'team'
    or not exists (
      select 1
      from conflict_waivers w
      where w.entry_id = e.id
        and w.account_id = p.account_id
        and w.confirmed_at is not null
        and k.kind = any(w.kinds)
    )
  union all
  select null, e.id, p.account_id, 'team'
  from entries e
  join (
    select id as entry_id, city_id, true as whole
    from entries
    union all
    select j.entry_id, j.city_id,
      j.ended_at is null
      or j.ended_at >= (
        select max(s.received_at) from submissions s where s.entry_id = j.entry_id and s.kind <> 'completed'
      )
    from co_applicants j
    where j.accepted
  ) q on q.entry_id = e.id
  cross join role_grants p
  where not exists (select 1 from rounds r where r.cycle_id = e.cycle_id) and (
    exists (select 1 from city_members m where m.city_id = q.city_id and m.account_id = p.account_id)
      or exists (
    select 1
    from ended_ties t
    where t.account_id = p.account_id
      and t.kind = 'team'
      and t.value = q.city_id::text
      and t.ended_at >= (select y.opens_at from cycles y where y.id = e.cycle_id)
  )
  ));