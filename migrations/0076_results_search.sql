-- What a search goes by, kept with each result: computed when it is asked for, a long page would cost every search anew.
-- Bodies are parsed here and not when they run, so that a dump restores whatever its search path.
CREATE FUNCTION plain_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f\u064b-\u065f\u0670\u0640]', '', 'g'), 'ىة', 'يه');
--> statement-breakpoint
-- Line ends and quotes of JSON are spaces. No more than a search index takes.
CREATE FUNCTION result_words(told text, honours text[], together jsonb, answers jsonb, said jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN left(concat_ws(' ', told, array_to_string(honours, ' '), regexp_replace(concat_ws(' ',
  jsonb_path_query_array(together, '$[*].cityName'), jsonb_path_query_array(answers, '$[*].text'),
  jsonb_path_query_array(said, '$.statement.*'), jsonb_path_query_array(said, '$.citation.*')
), '\\[nrt"\\]', ' ', 'g')), 100000);
--> statement-breakpoint
-- A search index holds 1 MB: hyphenated words stand in it whole and in parts, bent in four ways, with 4 bytes a letter.
-- What comes later in a text is found as it is written.
CREATE FUNCTION result_stems(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('english', left(words, 25000)) || to_tsvector('french', left(words, 25000))
  || to_tsvector('spanish', left(words, 25000)) || to_tsvector('arabic', left(words, 25000));
--> statement-breakpoint
ALTER TABLE results
  ADD COLUMN letters text GENERATED ALWAYS AS (plain_letters(result_words(
    title || ' ' || description || ' ' || city_name || ' ' || coalesce(country_label, ''), honours, co_applicants, answers, words
  ))) STORED,
  ADD COLUMN stems tsvector GENERATED ALWAYS AS (result_stems(result_words(
    title || ' ' || description || ' ' || city_name || ' ' || coalesce(country_label, ''), honours, co_applicants, answers, words
  ))) STORED;
