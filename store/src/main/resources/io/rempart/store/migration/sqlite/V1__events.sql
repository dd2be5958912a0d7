-- Times are microseconds since 1970, hours are hours since 1970, addresses are 16 bytes (IPv4 as ::ffff:a.b.c.d).

-- One row: what a write transaction locks first, and the last id given to an event.
CREATE TABLE store_state (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  last_event_id INTEGER NOT NULL
);
INSERT INTO store_state (id, last_event_id) VALUES (1, 0);

-- Small dictionaries, held in memory by every process. A row never changes and is never deleted.
CREATE TABLE log_source (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
-- A rule as hits show it: its id with its tags. rule_number is null where the id is no number.
CREATE TABLE rule (
  id          INTEGER PRIMARY KEY,
  rule_id     TEXT NOT NULL,
  rule_number INTEGER,
  tags        TEXT NOT NULL
);
-- Ids of classification rules that evidence names.
CREATE TABLE reason (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
-- What roll-ups count by. A coarse facet has neither country, log source nor disposition ('', 0, -1).
CREATE TABLE facet (
  id          INTEGER PRIMARY KEY,
  class       INTEGER NOT NULL,
  host        TEXT NOT NULL,
  port        INTEGER NOT NULL,
  country     TEXT NOT NULL,
  log_source  INTEGER NOT NULL,
  disposition INTEGER NOT NULL
);

-- Events in the order of time: the key finds a page, and a record that was stored already.
CREATE TABLE event (
  time           INTEGER NOT NULL,
  digest         INTEGER NOT NULL,
  id             INTEGER NOT NULL,
  log_source     INTEGER NOT NULL,
  format         TEXT NOT NULL,
  client         BLOB,
  peer           BLOB,
  behind_proxy   INTEGER NOT NULL,
  asn            INTEGER NOT NULL,
  port           INTEGER NOT NULL,
  tls            INTEGER,
  status         INTEGER NOT NULL,
  disposition    INTEGER NOT NULL,
  inbound_score  INTEGER NOT NULL,
  severity       INTEGER,
  class          INTEGER NOT NULL,
  confidence     INTEGER NOT NULL,
  judged         INTEGER NOT NULL,
  facet          INTEGER NOT NULL,
  repaired       INTEGER NOT NULL,
  country        TEXT NOT NULL,
  method         TEXT NOT NULL,
  host           TEXT NOT NULL,
  rules          TEXT NOT NULL,
  reasons        TEXT NOT NULL,
  path           TEXT NOT NULL,
  uri            TEXT NOT NULL,
  user_agent     TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  organisation   TEXT NOT NULL,
  top_message    TEXT NOT NULL,
  PRIMARY KEY (time, digest)
) WITHOUT ROWID;
CREATE UNIQUE INDEX event_by_id ON event (id);

-- What a bare word is looked for in, folded to lower case.
CREATE TABLE event_text (
  time   INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  text   TEXT NOT NULL,
  PRIMARY KEY (time, digest)
) WITHOUT ROWID;

-- The events of a rule in the order of time.
CREATE TABLE hit (
  rule   INTEGER NOT NULL,
  time   INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  PRIMARY KEY (rule, time, digest)
) WITHOUT ROWID;

-- The masked raw record, compressed with zstd.
CREATE TABLE record (
  event_id  INTEGER PRIMARY KEY,
  stored_at INTEGER NOT NULL,
  time_text TEXT NOT NULL,
  length    INTEGER NOT NULL,
  bytes     BLOB NOT NULL
);

-- Why an event has its class; absent where nothing speaks for one.
CREATE TABLE verdict (
  event_id INTEGER PRIMARY KEY,
  author   TEXT NOT NULL,
  evidence TEXT NOT NULL
);

-- Hourly roll-ups.
CREATE TABLE rollup_hour (
  hour   INTEGER PRIMARY KEY,
  events INTEGER NOT NULL
);
CREATE TABLE rollup_traffic (
  hour   INTEGER NOT NULL,
  facet  INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (hour, facet)
) WITHOUT ROWID;
CREATE TABLE rollup_rule (
  hour   INTEGER NOT NULL,
  rule   INTEGER NOT NULL,
  facet  INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (hour, rule, facet)
) WITHOUT ROWID;
CREATE TABLE rollup_source (
  hour       INTEGER NOT NULL,
  client     BLOB NOT NULL,
  class      INTEGER NOT NULL,
  events     INTEGER NOT NULL,
  blocked    INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (hour, client, class)
) WITHOUT ROWID;

-- Where an address belongs, as last seen, and in which week (of 168 hours since 1970) that was.
CREATE TABLE source (
  client       BLOB PRIMARY KEY,
  country      TEXT NOT NULL,
  asn          INTEGER NOT NULL,
  organisation TEXT NOT NULL,
  last_week    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE ledger (
  log_source   INTEGER PRIMARY KEY,
  records_read INTEGER NOT NULL,
  stored       INTEGER NOT NULL,
  repaired     INTEGER NOT NULL,
  duplicates   INTEGER NOT NULL,
  quarantined  INTEGER NOT NULL,
  bytes_read   INTEGER NOT NULL,
  newest_event INTEGER,
  updated_at   INTEGER NOT NULL
);

CREATE TABLE bookmark (
  log_source         INTEGER NOT NULL,
  file_key           TEXT NOT NULL,
  path               TEXT NOT NULL,
  device             INTEGER NOT NULL,
  inode              INTEGER NOT NULL,
  fingerprint        TEXT NOT NULL,
  fingerprint_length INTEGER NOT NULL,
  read_to            INTEGER NOT NULL,
  finished           INTEGER NOT NULL,
  updated_at         INTEGER NOT NULL,
  PRIMARY KEY (log_source, file_key)
) WITHOUT ROWID;

CREATE TABLE quarantine (
  id         INTEGER PRIMARY KEY,
  log_source INTEGER NOT NULL,
  found_at   INTEGER NOT NULL,
  path       TEXT NOT NULL,
  start      INTEGER NOT NULL,
  length     INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  bytes      BLOB NOT NULL
);
CREATE INDEX quarantine_by_source ON quarantine (log_source, id);

CREATE TABLE setting (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
