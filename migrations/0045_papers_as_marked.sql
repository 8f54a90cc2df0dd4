-- On papers with a tick, a yes or a no the marks name everything that was on them. Those of counted ballots stay as they were counted.
UPDATE "ballot_papers" p SET "offered" = (SELECT jsonb_agg(k ORDER BY k) FROM jsonb_object_keys(p.marks) k)
  FROM "ballots" b WHERE b.round_id = p.round_id AND b.counted_at IS NULL AND b.method IN ('approval', 'yes-no') AND p.marks <> '{}';
