-- Of ranks and scores the public reads what the frozen statement of a round discloses, adjusted scores where it discloses
-- reviewers' pseudonyms. Lists published before this keep no more, and count it as a change that the public sees.
WITH shown AS (
  SELECT p.id, coalesce((
    SELECT (convert_from(f.data, 'UTF8')::json ->> 'disclosure')::int
    FROM log_leaves f
    WHERE f.round_id = p.round_id AND f.kind = 'freeze'
    ORDER BY f.index DESC
    LIMIT 1
  ), 0) AS disclosure
  FROM publications p
  WHERE p.round_id IS NOT NULL
), changed AS (
  UPDATE results r
  SET rank = CASE WHEN s.disclosure > 0 THEN r.rank END,
    reviews = CASE WHEN s.disclosure > 0 THEN r.reviews END,
    total = CASE WHEN s.disclosure > 0 THEN r.total END,
    adjusted = CASE WHEN s.disclosure = 2 THEN r.adjusted END
  FROM shown s
  WHERE s.id = r.publication_id AND (
    (s.disclosure = 0 AND num_nonnulls(r.rank, r.reviews, r.total) > 0) OR (s.disclosure < 2 AND r.adjusted IS NOT NULL)
  )
  RETURNING r.publication_id
)
UPDATE publications
SET version = version + 1, revised_at = now()
WHERE published_at <= now() AND id IN (SELECT publication_id FROM changed);
