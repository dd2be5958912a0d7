-- Times are microseconds since 1970, hours are hours since 1970, addresses are 16 bytes (IPv4 as ::ffff:a.b.c.d).

-- One row: what a write transaction locks first, and the last id given to an event.
CREATE TABLE store_state (
  id            BIGINT PRIMARY KEY CHECK (id = 1),
  last_event_id BIGINT NOT NULL
);
INSERT INTO store_state (id, last_event_id) VALUES (1, 0);

-- Small dictionaries, held in memory by every process. A row never changes and is never deleted.
CREATE TABLE log_source (
  id   INTEGER PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL
);
-- A rule as hits show it: its id with its tags. rule_number is null where the id is no number.
CREATE TABLE rule (
  id          INTEGER PRIMARY KEY,
  rule_id     TEXT COLLATE "C" NOT NULL,
  rule_number BIGINT,
  tags        TEXT COLLATE "C" NOT NULL
);
-- Ids of classification rules that evidence names.
CREATE TABLE reason (
  id   INTEGER PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL
);
-- What roll-ups count by. A coarse facet has neither country, log source nor disposition ('', 0, -1).
CREATE TABLE facet (
  id          INTEGER PRIMARY KEY,
  class       INTEGER NOT NULL,
  host        TEXT COLLATE "C" NOT NULL,
  port        INTEGER NOT NULL,
  country     TEXT COLLATE "C" NOT NULL,
  log_source  INTEGER NOT NULL,
  disposition INTEGER NOT NULL
);

-- Events in the order of time: the key finds a page, and a record that was stored already.
CREATE TABLE event (
  time           BIGINT NOT NULL,
  digest         BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  log_source     INTEGER NOT NULL,
  format         TEXT COLLATE "C" NOT NULL,
  client         BYTEA,
  peer           BYTEA,
  behind_proxy   INTEGER NOT NULL,
  asn            BIGINT NOT NULL,
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
  country        TEXT COLLATE "C" NOT NULL,
  method         TEXT COLLATE "C" NOT NULL,
  host           TEXT COLLATE "C" NOT NULL,
  rules          TEXT COLLATE "C" NOT NULL,
  reasons        TEXT COLLATE "C" NOT NULL,
  path           TEXT COLLATE "C" NOT NULL,
  uri            TEXT COLLATE "C" NOT NULL,
  user_agent     TEXT COLLATE "C" NOT NULL,
  transaction_id TEXT COLLATE "C" NOT NULL,
  organisation   TEXT COLLATE "C" NOT NULL,
  top_message    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (time, digest)
);
CREATE UNIQUE INDEX event_by_id ON event (id);

-- What a bare word is looked for in, folded to lower case.
CREATE TABLE event_text (
  time   BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  text   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (time, digest)
);

-- The events of a rule in the order of time.
CREATE TABLE hit (
  rule   INTEGER NOT NULL,
  time   BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  PRIMARY KEY (rule, time, digest)
);

-- The masked raw record, compressed with zstd.
CREATE TABLE record (
  event_id  BIGINT PRIMARY KEY,
  stored_at BIGINT NOT NULL,
  time_text TEXT COLLATE "C" NOT NULL,
  length    BIGINT NOT NULL,
  bytes     BYTEA NOT NULL
);

-- Why an event has its class; absent where nothing speaks for one.
CREATE TABLE verdict (
  event_id BIGINT PRIMARY KEY,
  author   TEXT COLLATE "C" NOT NULL,
  evidence TEXT COLLATE "C" NOT NULL
);

-- Hourly roll-ups.
CREATE TABLE rollup_hour (
  hour   BIGINT PRIMARY KEY,
  events BIGINT NOT NULL
);
CREATE TABLE rollup_traffic (
  hour   BIGINT NOT NULL,
  facet  INTEGER NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (hour, facet)
);
CREATE TABLE rollup_rule (
  hour   BIGINT NOT NULL,
  rule   INTEGER NOT NULL,
  facet  INTEGER NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (hour, rule, facet)
);
CREATE TABLE rollup_source (
  hour       BIGINT NOT NULL,
  client     BYTEA NOT NULL,
  class      INTEGER NOT NULL,
  events     BIGINT NOT NULL,
  blocked    BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen  BIGINT NOT NULL,
  PRIMARY KEY (hour, client, class)
);

-- Where an address belongs, as last seen, and in which week (of 168 hours since 1970) that was.
CREATE TABLE source (
  client       BYTEA PRIMARY KEY,
  country      TEXT COLLATE "C" NOT NULL,
  asn          BIGINT NOT NULL,
  organisation TEXT COLLATE "C" NOT NULL,
  last_week    BIGINT NOT NULL
);

CREATE TABLE ledger (
  log_source   INTEGER PRIMARY KEY,
  records_read BIGINT NOT NULL,
  stored       BIGINT NOT NULL,
  repaired     BIGINT NOT NULL,
  duplicates   BIGINT NOT NULL,
  quarantined  BIGINT NOT NULL,
  bytes_read   BIGINT NOT NULL,
  newest_event BIGINT,
  updated_at   BIGINT NOT NULL
);

CREATE TABLE bookmark (
  log_source         INTEGER NOT NULL,
  file_key           TEXT COLLATE "C" NOT NULL,
  path               TEXT COLLATE "C" NOT NULL,
  device             BIGINT NOT NULL,
  inode              BIGINT NOT NULL,
  fingerprint        TEXT COLLATE "C" NOT NULL,
  fingerprint_length INTEGER NOT NULL,
  read_to            BIGINT NOT NULL,
  finished           INTEGER NOT NULL,
  updated_at         BIGINT NOT NULL,
  PRIMARY KEY (log_source, file_key)
);

CREATE TABLE quarantine (
  id         BIGINT PRIMARY KEY,
  log_source INTEGER NOT NULL,
  found_at   BIGINT NOT NULL,
  path       TEXT COLLATE "C" NOT NULL,
  start      BIGINT NOT NULL,
  length     BIGINT NOT NULL,
  reason     TEXT COLLATE "C" NOT NULL,
  bytes      BYTEA NOT NULL
);
CREATE INDEX quarantine_by_source ON quarantine (log_source, id);

CREATE TABLE setting (
  name    TEXT COLLATE "C" PRIMARY KEY,
  content TEXT COLLATE "C" NOT NULL
);
