-- Incidents: events of one source and class without a long silence between them.

ALTER TABLE store_state ADD COLUMN last_incident_id INTEGER NOT NULL DEFAULT 0;

-- What programs are known by: a hash of the order of their header fields, and their user agent without versions.
CREATE TABLE tool (
  id      INTEGER PRIMARY KEY,
  headers INTEGER NOT NULL,
  name    TEXT NOT NULL
);

-- state: 0 open, 1 escalated, 2 archived. severity: 0 (emergency) to 7, 8 for none; settled is what it was when the incident
-- was archived. network: the first bytes of the address (/24, /64). tool: 0 for none; likeness: the least hash of its paths.
CREATE TABLE incident (
  id           INTEGER PRIMARY KEY,
  client       BLOB NOT NULL,
  class        INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  severity     INTEGER NOT NULL,
  settled      INTEGER NOT NULL,
  first_seen   INTEGER NOT NULL,
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
  changed_at   INTEGER NOT NULL
);
CREATE INDEX incident_by_source ON incident (client, class, last_seen);
CREATE INDEX incident_by_time ON incident (state, last_seen, id);
CREATE INDEX incident_by_severity ON incident (state, severity, last_seen, id);

-- Its most frequent hosts, paths, rules, messages and user agents.
CREATE TABLE incident_summary (
  incident INTEGER PRIMARY KEY,
  summary  TEXT NOT NULL
);

-- One row for what one person did at once, and one for each incident it was done to, with what was before.
CREATE TABLE incident_change (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  person    TEXT NOT NULL,
  state     INTEGER,
  assignee  TEXT,
  remark    TEXT NOT NULL,
  incidents INTEGER NOT NULL,
  undone_by TEXT
);
CREATE TABLE incident_changed (
  incident        INTEGER NOT NULL,
  change_id       INTEGER NOT NULL,
  state_before    INTEGER NOT NULL,
  settled_before  INTEGER NOT NULL,
  assignee_before TEXT NOT NULL,
  rule_before     INTEGER NOT NULL,
  change_before   INTEGER NOT NULL,
  PRIMARY KEY (incident, change_id)
) WITHOUT ROWID;
CREATE INDEX incident_changed_by_change ON incident_changed (change_id, incident);

-- A rule that was removed stays, so that what it archived can name it.
CREATE TABLE archive_rule (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  query      TEXT NOT NULL,
  person     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed    INTEGER NOT NULL
);

-- What people decided about events.
CREATE TABLE verdict_history (
  id           INTEGER PRIMARY KEY,
  event_id     INTEGER NOT NULL,
  client       BLOB,
  at           INTEGER NOT NULL,
  person       TEXT NOT NULL,
  class_before INTEGER NOT NULL,
  class_after  INTEGER NOT NULL,
  remark       TEXT NOT NULL
);
CREATE INDEX verdict_history_by_client ON verdict_history (client, id);
