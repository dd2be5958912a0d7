-- An incident in one row, in the order in which they began. The day it was last seen (days since 1970, in UTC) leads the writer
-- to it: what a batch looks for then lies close together, however many sources there ever were.
CREATE TABLE incident_in_one_row (
  id           BIGINT PRIMARY KEY,
  client       BINARY(16) NOT NULL,
  class        INT NOT NULL,
  state        INT NOT NULL,
  severity     INT NOT NULL,
  settled      INT NOT NULL,
  first_seen   BIGINT NOT NULL,
  last_day     BIGINT NOT NULL,
  last_seen    BIGINT NOT NULL,
  events       BIGINT NOT NULL,
  blocked      BIGINT NOT NULL,
  country      VARCHAR(8) NOT NULL,
  asn          BIGINT NOT NULL,
  organisation VARCHAR(255) NOT NULL,
  network      VARBINARY(16) NOT NULL,
  tool         INT NOT NULL,
  likeness     BIGINT NOT NULL,
  assignee     VARCHAR(190) NOT NULL,
  comments     INT NOT NULL,
  archive_rule BIGINT NOT NULL,
  last_change  BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  summary      MEDIUMTEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO incident_in_one_row (client, class, id, state, severity, settled, first_seen, last_seen, events, blocked, country, asn, organisation, network, tool, likeness, assignee, comments, archive_rule, last_change, changed_at, last_day, summary)
  SELECT i.client, i.class, i.id, i.state, i.severity, i.settled, i.first_seen, i.last_seen, i.events, i.blocked, i.country, i.asn, i.organisation, i.network, i.tool, i.likeness, i.assignee, i.comments, i.archive_rule, i.last_change, i.changed_at, (i.last_seen - ((i.last_seen % 86400000000) + 86400000000) % 86400000000) DIV 86400000000, s.summary FROM incident i JOIN incident_summary s ON s.incident = i.id;
DROP TABLE incident_summary;
DROP TABLE incident;
ALTER TABLE incident_in_one_row RENAME TO incident;
CREATE INDEX incident_by_day ON incident (last_day, client, class);
CREATE INDEX incident_by_severity ON incident (state, severity, last_seen, id);
