-- Roll-ups by day (days since 1970, in UTC) beside those by hour, and what pages split by on top of them.

-- The variable that each rule of an event matched, a line each, in the order of its rules.
ALTER TABLE event ADD COLUMN parameters TEXT NOT NULL DEFAULT '';

-- Every class, host and port that is counted has a coarse facet from now on, hit or not.
INSERT INTO facet (id, class, host, port, country, log_source, disposition)
  SELECT (SELECT MAX(id) FROM facet) + ROW_NUMBER() OVER (ORDER BY n.class, n.host, n.port), n.class, n.host, n.port, '', 0, -1
  FROM (SELECT DISTINCT f.class, f.host, f.port FROM facet f WHERE NOT EXISTS (SELECT 1 FROM facet c
    WHERE c.class = f.class AND c.host = f.host AND c.port = f.port AND c.disposition = -1)) n;

-- By coarse facet: class, host and port.
CREATE TABLE rollup_site (
  hour    INTEGER NOT NULL,
  facet   INTEGER NOT NULL,
  events  INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  PRIMARY KEY (hour, facet)
) WITHOUT ROWID;
INSERT INTO rollup_site (hour, facet, events, blocked)
  SELECT t.hour, MIN(c.id), SUM(t.events) / COUNT(DISTINCT c.id), SUM(CASE WHEN f.disposition = 2 THEN t.events ELSE 0 END) / COUNT(DISTINCT c.id)
  FROM rollup_traffic t JOIN facet f ON f.id = t.facet
  JOIN facet c ON c.class = f.class AND c.host = f.host AND c.port = f.port AND c.disposition = -1
  GROUP BY t.hour, f.class, f.host, f.port;

CREATE TABLE rollup_network (
  day     INTEGER NOT NULL,
  asn     INTEGER NOT NULL,
  country TEXT NOT NULL,
  class   INTEGER NOT NULL,
  port    INTEGER NOT NULL,
  events  INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  PRIMARY KEY (day, asn, country, class, port)
) WITHOUT ROWID;
INSERT INTO rollup_network (day, asn, country, class, port, events, blocked)
  SELECT (time - ((time % 86400000000) + 86400000000) % 86400000000) / 86400000000 AS d, asn, country, class, port, COUNT(*), SUM(CASE WHEN disposition = 2 THEN 1 ELSE 0 END)
  FROM event GROUP BY d, asn, country, class, port;

CREATE TABLE rollup_rule_day (
  day    INTEGER NOT NULL,
  rule   INTEGER NOT NULL,
  class  INTEGER NOT NULL,
  port   INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (day, rule, class, port)
) WITHOUT ROWID;
INSERT INTO rollup_rule_day (day, rule, class, port, events)
  SELECT (r.hour - ((r.hour % 24) + 24) % 24) / 24 AS d, r.rule, f.class, f.port, SUM(r.events)
  FROM rollup_rule r JOIN facet f ON f.id = r.facet GROUP BY d, r.rule, f.class, f.port;

CREATE TABLE rollup_source_day (
  day            INTEGER NOT NULL,
  client         BLOB NOT NULL,
  events         INTEGER NOT NULL,
  blocked        INTEGER NOT NULL,
  first_seen     INTEGER NOT NULL,
  last_seen      INTEGER NOT NULL,
  unclassified   INTEGER NOT NULL,
  attack         INTEGER NOT NULL,
  scanner        INTEGER NOT NULL,
  bad_bot        INTEGER NOT NULL,
  brute_force    INTEGER NOT NULL,
  good_bot       INTEGER NOT NULL,
  false_positive INTEGER NOT NULL,
  PRIMARY KEY (day, client)
) WITHOUT ROWID;
INSERT INTO rollup_source_day (day, client, events, blocked, first_seen, last_seen, unclassified, attack, scanner, bad_bot,
    brute_force, good_bot, false_positive)
  SELECT (r.hour - ((r.hour % 24) + 24) % 24) / 24 AS d, r.client, SUM(r.events), SUM(r.blocked), MIN(r.first_seen), MAX(r.last_seen),
    SUM(CASE WHEN r.class = 0 THEN r.events ELSE 0 END), SUM(CASE WHEN r.class = 1 THEN r.events ELSE 0 END),
    SUM(CASE WHEN r.class = 2 THEN r.events ELSE 0 END), SUM(CASE WHEN r.class = 3 THEN r.events ELSE 0 END),
    SUM(CASE WHEN r.class = 4 THEN r.events ELSE 0 END), SUM(CASE WHEN r.class = 5 THEN r.events ELSE 0 END),
    SUM(CASE WHEN r.class = 6 THEN r.events ELSE 0 END)
  FROM rollup_source r GROUP BY d, r.client;
-- The most active sources of a day without reading the others.
CREATE INDEX rollup_source_day_by_events ON rollup_source_day (day, events, client);

-- What a network calls itself.
CREATE INDEX source_by_asn ON source (asn);
