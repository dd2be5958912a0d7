-- Incidents: events of one source and class without a long silence between them.

ALTER TABLE store_state ADD COLUMN last_incident_id BIGINT NOT NULL DEFAULT 0;

-- What programs are known by: a hash of the order of their header fields, and their user agent without versions.
CREATE TABLE tool (
  id      INTEGER PRIMARY KEY,
  headers BIGINT NOT NULL,
  name    TEXT COLLATE "C" NOT NULL
);

-- state: 0 open, 1 escalated, 2 archived. severity: 0 (emergency) to 7, 8 for none; settled is what it was when the incident
-- was archived. network: the first bytes of the address (/24, /64). tool: 0 for none; likeness: the least hash of its paths.
CREATE TABLE incident (
  id           BIGINT PRIMARY KEY,
  client       BYTEA NOT NULL,
  class        INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  severity     INTEGER NOT NULL,
  settled      INTEGER NOT NULL,
  first_seen   BIGINT NOT NULL,
  last_seen    BIGINT NOT NULL,
  events       BIGINT NOT NULL,
  blocked      BIGINT NOT NULL,
  country      TEXT COLLATE "C" NOT NULL,
  asn          BIGINT NOT NULL,
  organisation TEXT COLLATE "C" NOT NULL,
  network      BYTEA NOT NULL,
  tool         INTEGER NOT NULL,
  likeness     BIGINT NOT NULL,
  assignee     TEXT COLLATE "C" NOT NULL,
  comments     INTEGER NOT NULL,
  archive_rule BIGINT NOT NULL,
  last_change  BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL
);
CREATE INDEX incident_by_source ON incident (client, class, last_seen);
CREATE INDEX incident_by_time ON incident (state, last_seen, id);
CREATE INDEX incident_by_severity ON incident (state, severity, last_seen, id);

-- Its most frequent hosts, paths, rules, messages and user agents.
CREATE TABLE incident_summary (
  incident BIGINT PRIMARY KEY,
  summary  TEXT COLLATE "C" NOT NULL
);

-- One row for what one person did at once, and one for each incident it was done to, with what was before.
CREATE TABLE incident_change (
  id        BIGINT PRIMARY KEY,
  at        BIGINT NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  state     INTEGER,
  assignee  TEXT COLLATE "C",
  remark    TEXT COLLATE "C" NOT NULL,
  incidents BIGINT NOT NULL,
  undone_by TEXT COLLATE "C"
);
CREATE TABLE incident_changed (
  incident        BIGINT NOT NULL,
  change_id       BIGINT NOT NULL,
  state_before    INTEGER NOT NULL,
  settled_before  INTEGER NOT NULL,
  assignee_before TEXT COLLATE "C" NOT NULL,
  rule_before     BIGINT NOT NULL,
  change_before   BIGINT NOT NULL,
  PRIMARY KEY (incident, change_id)
);
CREATE INDEX incident_changed_by_change ON incident_changed (change_id, incident);

-- A rule that was removed stays, so that what it archived can name it.
CREATE TABLE archive_rule (
  id         BIGINT PRIMARY KEY,
  name       TEXT COLLATE "C" NOT NULL,
  query      TEXT COLLATE "C" NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  removed    INTEGER NOT NULL
);

-- What people decided about events.
CREATE TABLE verdict_history (
  id           BIGINT PRIMARY KEY,
  event_id     BIGINT NOT NULL,
  client       BYTEA,
  at           BIGINT NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  class_before INTEGER NOT NULL,
  class_after  INTEGER NOT NULL,
  remark       TEXT COLLATE "C" NOT NULL
);
CREATE INDEX verdict_history_by_client ON verdict_history (client, id);
