-- Times are microseconds since 1970, hours are hours since 1970, addresses are 16 bytes (IPv4 as ::ffff:a.b.c.d).

-- One row: what a write transaction locks first, and the last id given to an event.
CREATE TABLE store_state (
  id            BIGINT PRIMARY KEY CHECK (id = 1),
  last_event_id BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO store_state (id, last_event_id) VALUES (1, 0);

-- Small dictionaries, held in memory by every process. A row never changes and is never deleted.
CREATE TABLE log_source (
  id   INT PRIMARY KEY,
  name VARCHAR(512) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- A rule as hits show it: its id with its tags. rule_number is null where the id is no number.
CREATE TABLE rule (
  id          INT PRIMARY KEY,
  rule_id     VARCHAR(128) NOT NULL,
  rule_number BIGINT,
  tags        TEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Ids of classification rules that evidence names.
CREATE TABLE reason (
  id   INT PRIMARY KEY,
  name VARCHAR(512) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- What roll-ups count by. A coarse facet has neither country, log source nor disposition ('', 0, -1).
CREATE TABLE facet (
  id          INT PRIMARY KEY,
  class       INT NOT NULL,
  host        VARCHAR(255) NOT NULL,
  port        INT NOT NULL,
  country     VARCHAR(8) NOT NULL,
  log_source  INT NOT NULL,
  disposition INT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Events in the order of time: the key finds a page, and a record that was stored already.
CREATE TABLE event (
  time           BIGINT NOT NULL,
  digest         BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  log_source     INT NOT NULL,
  format         VARCHAR(32) NOT NULL,
  client         BINARY(16),
  peer           BINARY(16),
  behind_proxy   INT NOT NULL,
  asn            BIGINT NOT NULL,
  port           INT NOT NULL,
  tls            INT,
  status         INT NOT NULL,
  disposition    INT NOT NULL,
  inbound_score  INT NOT NULL,
  severity       INT,
  class          INT NOT NULL,
  confidence     INT NOT NULL,
  judged         INT NOT NULL,
  facet          INT NOT NULL,
  repaired       INT NOT NULL,
  country        VARCHAR(8) NOT NULL,
  method         VARCHAR(64) NOT NULL,
  host           VARCHAR(255) NOT NULL,
  rules          VARCHAR(2048) NOT NULL,
  reasons        VARCHAR(512) NOT NULL,
  path           TEXT NOT NULL,
  uri            TEXT NOT NULL,
  user_agent     VARCHAR(1024) NOT NULL,
  transaction_id VARCHAR(128) NOT NULL,
  organisation   VARCHAR(128) NOT NULL,
  top_message    VARCHAR(512) NOT NULL,
  PRIMARY KEY (time, digest)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX event_by_id ON event (id);

-- What a bare word is looked for in, folded to lower case.
CREATE TABLE event_text (
  time   BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  text   MEDIUMTEXT NOT NULL,
  PRIMARY KEY (time, digest)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The events of a rule in the order of time.
CREATE TABLE hit (
  rule   INT NOT NULL,
  time   BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  PRIMARY KEY (rule, time, digest)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The masked raw record, compressed with zstd.
CREATE TABLE record (
  event_id  BIGINT PRIMARY KEY,
  stored_at BIGINT NOT NULL,
  time_text VARCHAR(64) NOT NULL,
  length    BIGINT NOT NULL,
  bytes     LONGBLOB NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Why an event has its class; absent where nothing speaks for one.
CREATE TABLE verdict (
  event_id BIGINT PRIMARY KEY,
  author   VARCHAR(128) NOT NULL,
  evidence MEDIUMTEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Hourly roll-ups.
CREATE TABLE rollup_hour (
  hour   BIGINT PRIMARY KEY,
  events BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE rollup_traffic (
  hour   BIGINT NOT NULL,
  facet  INT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (hour, facet)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE rollup_rule (
  hour   BIGINT NOT NULL,
  rule   INT NOT NULL,
  facet  INT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (hour, rule, facet)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE rollup_source (
  hour       BIGINT NOT NULL,
  client     BINARY(16) NOT NULL,
  class      INT NOT NULL,
  events     BIGINT NOT NULL,
  blocked    BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen  BIGINT NOT NULL,
  PRIMARY KEY (hour, client, class)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Where an address belongs, as last seen, and in which week (of 168 hours since 1970) that was.
CREATE TABLE source (
  client       BINARY(16) PRIMARY KEY,
  country      VARCHAR(8) NOT NULL,
  asn          BIGINT NOT NULL,
  organisation VARCHAR(128) NOT NULL,
  last_week    BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE ledger (
  log_source   INT PRIMARY KEY,
  records_read BIGINT NOT NULL,
  stored       BIGINT NOT NULL,
  repaired     BIGINT NOT NULL,
  duplicates   BIGINT NOT NULL,
  quarantined  BIGINT NOT NULL,
  bytes_read   BIGINT NOT NULL,
  newest_event BIGINT,
  updated_at   BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE bookmark (
  log_source         INT NOT NULL,
  file_key           VARCHAR(190) NOT NULL,
  path               TEXT NOT NULL,
  device             BIGINT NOT NULL,
  inode              BIGINT NOT NULL,
  fingerprint        VARCHAR(64) NOT NULL,
  fingerprint_length INT NOT NULL,
  read_to            BIGINT NOT NULL,
  finished           INT NOT NULL,
  updated_at         BIGINT NOT NULL,
  PRIMARY KEY (log_source, file_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE quarantine (
  id         BIGINT PRIMARY KEY,
  log_source INT NOT NULL,
  found_at   BIGINT NOT NULL,
  path       TEXT NOT NULL,
  start      BIGINT NOT NULL,
  length     BIGINT NOT NULL,
  reason     TEXT NOT NULL,
  bytes      LONGBLOB NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX quarantine_by_source ON quarantine (log_source, id);

CREATE TABLE setting (
  name    VARCHAR(190) PRIMARY KEY,
  content TEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
