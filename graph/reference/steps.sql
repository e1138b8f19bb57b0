-- What is done with IMDb's tables, step by step: each step has its name above it. The catalogue keeps the
-- tables of `tables`; `old` is the catalogue of the version before, with no rows where there was none.

-- step: tables
CREATE TABLE source (kind VARCHAR, iri VARCHAR, hash VARCHAR, types VARCHAR);
CREATE TABLE title (tt VARCHAR, title VARCHAR, original VARCHAR, year VARCHAR, minutes VARCHAR, genres VARCHAR[]);
CREATE TABLE name (nm VARCHAR, name VARCHAR, born VARCHAR);
CREATE TABLE principal (
    tt VARCHAR, ordering INTEGER, part INTEGER, nm VARCHAR, job VARCHAR, character VARCHAR, note VARCHAR
);
CREATE TABLE aka (tt VARCHAR, titles VARCHAR[]);
CREATE TABLE rating (tt VARCHAR, value VARCHAR, votes VARCHAR);
-- IRIs are minted once: what is gone keeps its own, for when it comes back.
CREATE TABLE film_iri (tt VARCHAR, iri VARCHAR);
CREATE TABLE person_iri (nm VARCHAR, iri VARCHAR);
CREATE TABLE role_iri (tt VARCHAR, nm VARCHAR, job VARCHAR, number INTEGER, iri VARCHAR);
CREATE TABLE figure_iri (tt VARCHAR, slug VARCHAR, iri VARCHAR);
-- The keys under which a film meets others, hashed as the table of mentions hashes them.
CREATE TABLE film_key (hash BIGINT, tt VARCHAR);
-- What all that is said of a film or person comes to: another mark is another unit of the view.
CREATE TABLE film_mark (tt VARCHAR, mark UBIGINT);
CREATE TABLE person_mark (nm VARCHAR, mark UBIGINT);

-- step: here
-- The ids that are worked on now, of people (nm...) and of titles (tt...), and what the tables have of them.
-- Catalogue.slices fills it: a part of the ids after the other, so that no statement holds more than a part.
-- The bounds let DuckDB pass over the rest of tables that are in the order of their ids.
SET VARIABLE low = ''; SET VARIABLE high = '';
CREATE TEMP TABLE here (id VARCHAR);
CREATE TEMP VIEW title_here AS
FROM title SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW aka_here AS
FROM aka SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW rating_here AS
FROM rating SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW principal_here AS
FROM principal SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW name_here AS
FROM name SEMI JOIN here ON id = nm WHERE nm > getvariable('low') AND nm <= getvariable('high');
CREATE TEMP VIEW film_iri_here AS
FROM film_iri SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW role_iri_here AS
FROM role_iri SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW figure_iri_here AS
FROM figure_iri SEMI JOIN here ON id = tt WHERE tt > getvariable('low') AND tt <= getvariable('high');
CREATE TEMP VIEW person_iri_here AS
FROM person_iri SEMI JOIN here ON id = nm WHERE nm > getvariable('low') AND nm <= getvariable('high');

-- step: title_basics
INSERT INTO title
SELECT tconst, tidy(primaryTitle), nullif(tidy(originalTitle), tidy(primaryTitle)),
    CASE WHEN regexp_full_match(startYear, '[12][0-9]{3}') THEN startYear END,
    CASE WHEN regexp_full_match(runtimeMinutes, '[1-9][0-9]{0,4}') THEN runtimeMinutes END,
    list_distinct(list_transform(list_filter(string_split(genres, ','), lambda g: trim(g) <> ''), lambda g: tidy(g)))
FROM raw ORDER BY tconst;

-- step: title_principals
INSERT INTO principal
SELECT tt, ordering, greatest(part, 1), nm, job, CASE WHEN job = 'actor' THEN tidy(figure) END, note
FROM (
    SELECT tconst AS tt, TRY_CAST(ordering AS INTEGER) AS ordering, nconst AS nm, jobs.job,
        CASE WHEN jobs.job <> 'actor' AND lower(raw.job) <> jobs.job THEN tidy(raw.job) END AS note,
        unnest(CASE WHEN jobs.job = 'actor' AND len(figures) > 0 THEN figures ELSE [NULL] END) AS figure,
        generate_subscripts(CASE WHEN jobs.job = 'actor' AND len(figures) > 0 THEN figures ELSE [NULL] END, 1) AS part
    FROM (
        SELECT *, list_filter(TRY(from_json(characters, '["VARCHAR"]')), lambda x: tidy(x) IS NOT NULL) AS figures
        FROM raw
    ) AS raw
    JOIN jobs ON jobs.category = raw.category
) ORDER BY tt, ordering, part;

-- step: name_basics
INSERT INTO name
SELECT nconst, tidy(primaryName), CASE WHEN regexp_full_match(birthYear, '[12][0-9]{3}') THEN birthYear END
FROM raw ORDER BY nconst;

-- step: title_akas
-- For the titles that are here.
INSERT INTO aka
SELECT titleId, list_sort(list_distinct(list(tidy(raw.title))))
FROM raw JOIN title_here AS title ON title.tt = raw.titleId
WHERE titleId > getvariable('low') AND titleId <= getvariable('high')
    AND tidy(raw.title) IS NOT NULL AND tidy(raw.title) <> title.title
GROUP BY titleId ORDER BY titleId;

-- step: title_ratings
INSERT INTO rating
SELECT tconst, averageRating, numVotes FROM raw
WHERE regexp_full_match(averageRating, '[0-9]{1,2}(\.[0-9]{1,2})?') AND regexp_full_match(numVotes, '[0-9]{1,10}')
ORDER BY tconst;

-- step: credit
-- The credits of the films that are here.
CREATE OR REPLACE TEMP TABLE credit AS
SELECT tt, nm, job, ordering, part, character, note, number, billing,
    tt || '-' || ordering || CASE WHEN job = 'actor' THEN '-' || part ELSE '' END AS place
FROM (
    SELECT *,
        CASE WHEN job = 'actor'
            THEN dense_rank() OVER (PARTITION BY tt, job = 'actor' ORDER BY ordering) END AS billing,
        row_number() OVER (PARTITION BY tt, nm, job ORDER BY ordering, part) AS number
    FROM principal_here SEMI JOIN name USING (nm)
);

-- step: film_marks
INSERT INTO film_mark
SELECT tt, hash(title, original, year, minutes, genres, aka.titles, rating.value, rating.votes, cast_mark)
FROM title_here LEFT JOIN aka_here AS aka USING (tt) LEFT JOIN rating_here AS rating USING (tt) LEFT JOIN (
    SELECT tt, bit_xor(hash(place, nm, job, billing, character, note)) AS cast_mark FROM credit GROUP BY tt
) USING (tt);

-- step: person_marks
INSERT INTO person_mark SELECT nm, hash(name, born) FROM name SEMI JOIN principal USING (nm);

-- step: changes
CREATE TEMP TABLE changed_film AS
SELECT tt FROM film_mark ANTI JOIN old.film_mark AS before
    ON before.tt = film_mark.tt AND before.mark = film_mark.mark;
CREATE TEMP TABLE changed_person AS
SELECT nm FROM person_mark ANTI JOIN old.person_mark AS before
    ON before.nm = person_mark.nm AND before.mark = person_mark.mark;
CREATE TEMP TABLE gone_film AS SELECT tt FROM old.film_mark ANTI JOIN film_mark USING (tt);
CREATE TEMP TABLE gone_person AS SELECT nm FROM old.person_mark ANTI JOIN person_mark USING (nm);
-- What stood before and stands no longer, or no longer so; and the nodes of the evidence that say it.
CREATE TEMP TABLE old_film AS
SELECT tt FROM old.film_mark AS before ANTI JOIN film_mark
    ON before.tt = film_mark.tt AND before.mark = film_mark.mark;
CREATE TEMP TABLE old_person AS
SELECT nm FROM old.person_mark AS before ANTI JOIN person_mark
    ON before.nm = person_mark.nm AND before.mark = person_mark.mark;
CREATE TEMP VIEW old_credit AS SELECT * FROM old.principal SEMI JOIN old_film USING (tt);
CREATE TEMP VIEW old_evidence AS
SELECT 'title_basics' AS kind, '#' || tt AS fragment FROM old_film
UNION ALL SELECT 'title_akas', '#' || tt FROM old.aka SEMI JOIN old_film USING (tt)
UNION ALL SELECT 'title_ratings', '#' || tt FROM old.rating SEMI JOIN old_film USING (tt)
UNION ALL SELECT 'title_ratings', '#rating-' || tt FROM old.rating SEMI JOIN old_film USING (tt)
UNION ALL SELECT DISTINCT 'title_principals', '#' || tt FROM old_credit
UNION ALL SELECT DISTINCT 'title_principals', '#' || tt || '-' || nm FROM old_credit
UNION ALL SELECT 'title_principals',
    '#role-' || tt || '-' || ordering || CASE WHEN job = 'actor' THEN '-' || part ELSE '' END FROM old_credit
UNION ALL SELECT 'name_basics', '#' || nm FROM old_person;
CREATE TEMP VIEW changed AS SELECT tt AS id FROM changed_film UNION ALL SELECT nm FROM changed_person;
-- The evidence of what is here, of which all is new or changed.
CREATE TEMP VIEW new_cast AS SELECT DISTINCT tt FROM credit;
CREATE TEMP VIEW new_appearance AS SELECT DISTINCT tt, nm FROM credit;

-- step: minting
-- What is taken is known by its hash: of IRIs there are many, and a number takes little.
CREATE TEMP TABLE taken_entity AS SELECT hash(iri) AS hash FROM entity;
DROP TABLE entity;
CREATE TEMP TABLE taken_role AS SELECT hash(iri) AS hash FROM role_iri;
CREATE TEMP TABLE taken_figure AS SELECT hash(iri) AS hash FROM figure_iri;

-- step: films
INSERT INTO wanted
SELECT tt, getvariable('base') || '/film/' || slug(title) || coalesce('-' || year, ''), row_number() OVER (ORDER BY tt)
FROM title ANTI JOIN film_iri USING (tt);

-- step: people
INSERT INTO wanted
SELECT nm, getvariable('base') || '/person/' || slug(name), row_number() OVER (ORDER BY nm)
FROM name SEMI JOIN person_mark USING (nm) ANTI JOIN person_iri USING (nm);

-- step: unit
-- Promoted films and people are compiled with the reviews that speak of them, not here.
CREATE OR REPLACE TEMP TABLE unit AS
SELECT tt, iri, substr(iri, length(getvariable('base')) + 7) AS tail
FROM film_iri_here ANTI JOIN promoted_film USING (tt);
CREATE OR REPLACE TEMP TABLE told AS
SELECT unit.tt, unit.iri, title.* EXCLUDE (tt),
    list_filter(titles, lambda x: x <> title AND x IS DISTINCT FROM original) AS others,
    titles IS NOT NULL AS translated, rating.value IS NOT NULL AS rated
FROM unit JOIN title_here AS title USING (tt) LEFT JOIN aka_here AS aka USING (tt)
LEFT JOIN rating_here AS rating USING (tt);
CREATE OR REPLACE TEMP TABLE view_person AS
SELECT person_iri.iri, name.* FROM name_here AS name JOIN person_iri_here AS person_iri USING (nm)
ANTI JOIN promoted_person USING (nm);

-- step: cast
CREATE OR REPLACE TEMP TABLE who AS
SELECT nm, iri, substr(iri, length(getvariable('base')) + 9) AS tail
FROM person_iri SEMI JOIN (SELECT DISTINCT nm FROM credit) USING (nm);
CREATE OR REPLACE TEMP TABLE spelt AS
SELECT character, slug(character) AS slug FROM (SELECT DISTINCT character FROM credit WHERE character IS NOT NULL);
CREATE OR REPLACE TEMP TABLE figure AS
SELECT credit.tt, slug, arg_min(character, (billing, number)) AS name
FROM credit JOIN unit USING (tt) JOIN spelt USING (character) GROUP BY credit.tt, slug;

-- step: roles
INSERT INTO wanted
SELECT credit.tt || ' ' || credit.nm || ' ' || credit.job || ' ' || credit.number,
    getvariable('base') || '/role/' || unit.tail || '-'
        || CASE WHEN credit.job = 'actor' THEN format('{:03d}', billing) ELSE credit.job END || '-' || who.tail,
    row_number() OVER (ORDER BY credit.tt, coalesce(billing, 9999), ordering, part)
FROM credit JOIN unit USING (tt) JOIN who USING (nm)
ANTI JOIN role_iri_here AS role_iri ON role_iri.tt = credit.tt AND role_iri.nm = credit.nm AND role_iri.job = credit.job
    AND role_iri.number = credit.number;

-- step: figures
INSERT INTO wanted
SELECT tt || ' ' || slug, getvariable('base') || '/character/' || unit.tail || '-' || slug, row_number() OVER (ORDER BY tt, slug)
FROM figure JOIN unit USING (tt) ANTI JOIN figure_iri_here AS figure_iri ON figure_iri.tt = figure.tt AND figure_iri.slug = figure.slug;

-- step: view
CREATE TEMP VIEW view_film AS
SELECT *, list_filter([
        CASE WHEN translated THEN getvariable('title_akas') END, getvariable('title_basics'),
        CASE WHEN tt IN (SELECT tt FROM credit) THEN getvariable('title_principals') END,
        CASE WHEN rated THEN getvariable('title_ratings') END
    ], lambda x: x IS NOT NULL) AS sources
FROM told;
CREATE TEMP VIEW view_shortcut AS
SELECT unit.iri,
    list(who.iri) FILTER (job = 'actor') AS actor,
    list(who.iri) FILTER (job = 'director') AS director,
    list(who.iri) FILTER (job = 'writer') AS writer,
    list(who.iri) FILTER (job = 'cinematographer') AS cinematographer,
    list(who.iri) FILTER (job = 'composer') AS composer,
    list(who.iri) FILTER (job = 'editor') AS editor,
    list(who.iri) FILTER (job = 'producer') AS producer
FROM credit JOIN unit USING (tt) JOIN who USING (nm) WHERE number = 1 GROUP BY unit.iri;
CREATE TEMP VIEW view_role AS
SELECT role_iri.iri, unit.iri AS film, who.iri AS person, credit.job, credit.billing, credit.note,
    CASE WHEN credit.job = 'actor' THEN who.iri END AS played_by,
    CASE WHEN credit.job = 'actor' THEN 'PerformanceRole' ELSE 'Role' END AS kind,
    credit.character AS played, figure_iri.iri AS figure
FROM credit JOIN unit USING (tt) JOIN who USING (nm)
JOIN role_iri_here AS role_iri ON role_iri.tt = credit.tt AND role_iri.nm = credit.nm AND role_iri.job = credit.job
    AND role_iri.number = credit.number
LEFT JOIN spelt ON spelt.character = credit.character
LEFT JOIN figure_iri_here AS figure_iri ON figure_iri.tt = credit.tt AND figure_iri.slug = spelt.slug;
CREATE TEMP VIEW view_figure AS
SELECT figure_iri.iri, figure.name FROM figure JOIN figure_iri_here AS figure_iri USING (tt, slug);
CREATE TEMP VIEW named AS
SELECT 'Film' AS type, iri, title AS name, original AS other, others, year, tt AS id FROM told
UNION ALL SELECT 'Person', iri, name, NULL, NULL, NULL, nm FROM view_person;
CREATE TEMP VIEW identity_mention AS
SELECT getvariable('title_basics') || '#' || tt AS mention, iri FROM unit
UNION ALL SELECT getvariable('title_akas') || '#' || tt, iri FROM told WHERE translated
UNION ALL SELECT getvariable('title_ratings') || '#' || tt, iri FROM told WHERE rated
UNION ALL SELECT getvariable('title_principals') || '#' || tt, iri FROM unit SEMI JOIN credit USING (tt)
UNION ALL SELECT getvariable('name_basics') || '#' || nm, iri FROM view_person
UNION ALL SELECT getvariable('title_principals') || '#' || tt || '-' || nm, who.iri
    FROM (SELECT DISTINCT tt, nm FROM credit) SEMI JOIN unit USING (tt) JOIN who USING (nm);
CREATE TEMP VIEW identity_link AS
SELECT getvariable('title_basics') || '#' || tt || '-link' AS link, iri,
    list_transform(sources, lambda source: source || '#' || tt) AS mentions,
    'the same IMDb id in ' || len(sources) || ' of IMDb''s files, ' || tt AS evidence
FROM view_film WHERE len(sources) > 1
UNION ALL SELECT getvariable('name_basics') || '#' || nm || '-link', iri, [getvariable('name_basics') || '#' || nm],
    'whatever IMDb credits to ' || nm || ' is one person''s'
FROM view_person;
-- What the view and the identity graph said of what was compiled here before, and is another now or gone.
CREATE TEMP VIEW old_unit AS FROM old_film ANTI JOIN promoted_film USING (tt);
CREATE TEMP VIEW old_who AS FROM old_person ANTI JOIN promoted_person USING (nm);
CREATE TEMP VIEW old_view AS
SELECT iri FROM old.film_iri SEMI JOIN old_unit USING (tt)
UNION ALL SELECT iri FROM old.role_iri SEMI JOIN old_unit USING (tt)
UNION ALL SELECT iri FROM old.figure_iri SEMI JOIN old_unit USING (tt)
UNION ALL SELECT iri FROM old.person_iri SEMI JOIN old_who USING (nm);
CREATE TEMP VIEW old_identity AS
SELECT source.iri || '#' || tt || suffix AS iri
FROM old_unit, old.source AS source, (VALUES (''), ('-link')) AS endings(suffix) WHERE source.kind <> 'name_basics'
UNION ALL SELECT DISTINCT getvariable('title_principals') || '#' || tt || '-' || nm
FROM old_credit SEMI JOIN old_unit USING (tt)
UNION ALL SELECT getvariable('name_basics') || '#' || nm || suffix
FROM old_who, (VALUES (''), ('-link')) AS endings(suffix);
-- The IRIs that are out of use now, and those that are in use again.
CREATE TEMP VIEW ended AS
SELECT iri FROM film_iri SEMI JOIN gone_film USING (tt) ANTI JOIN promoted_film USING (tt)
UNION ALL SELECT iri FROM person_iri SEMI JOIN gone_person USING (nm) ANTI JOIN promoted_person USING (nm);
CREATE TEMP VIEW restored AS
SELECT iri FROM old.film_iri AS film_iri SEMI JOIN changed_film USING (tt)
ANTI JOIN old.film_mark AS before USING (tt) ANTI JOIN promoted_film USING (tt)
UNION ALL SELECT iri FROM old.person_iri AS person_iri SEMI JOIN changed_person USING (nm)
ANTI JOIN old.person_mark AS before USING (nm) ANTI JOIN promoted_person USING (nm);
