-- An incident in one row, in the order in which they began. The day it was last seen (days since 1970, in UTC) leads the writer
-- to it: what a batch looks for then lies close together, however many sources there ever were.
CREATE TABLE incident_in_one_row (
  id           INTEGER PRIMARY KEY,
  client       BLOB NOT NULL,
  class        INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  severity     INTEGER NOT NULL,
  settled      INTEGER NOT NULL,
  first_seen   INTEGER NOT NULL,
  last_day     INTEGER NOT NULL,
  last_seen    INTEGER NOT NULL,
  events       INTEGER NOT NULL,
  blocked      INTEGER NOT NULL,
  country      TEXT NOT NULL,
  asn          INTEGER NOT NULL,
  organisation TEXT NOT NULL,
  network      BLOB NOT NULL,
  tool         INTEGER NOT NULL,
  likeness     INTEGER NOT NULL,
  assignee     TEXT NOT NULL,
  comments     INTEGER NOT NULL,
  archive_rule INTEGER NOT NULL,
  last_change  INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL,
  summary      TEXT NOT NULL
);
INSERT INTO incident_in_one_row (client, class, id, state, severity, settled, first_seen, last_seen, events, blocked, country, asn, organisation, network, tool, likeness, assignee, comments, archive_rule, last_change, changed_at, last_day, summary)
  SELECT i.client, i.class, i.id, i.state, i.severity, i.settled, i.first_seen, i.last_seen, i.events, i.blocked, i.country, i.asn, i.organisation, i.network, i.tool, i.likeness, i.assignee, i.comments, i.archive_rule, i.last_change, i.changed_at, (i.last_seen - ((i.last_seen % 86400000000) + 86400000000) % 86400000000) / 86400000000, s.summary FROM incident i JOIN incident_summary s ON s.incident = i.id;
DROP TABLE incident_summary;
DROP TABLE incident;
ALTER TABLE incident_in_one_row RENAME TO incident;
CREATE INDEX incident_by_day ON incident (last_day, client, class);
CREATE INDEX incident_by_severity ON incident (state, severity, last_seen, id);
