-- Reports of addresses to AbuseIPDB; the version rises with each change. address is 16 bytes (IPv4 as ::ffff:a.b.c.d).
CREATE TABLE report (
  id          INTEGER PRIMARY KEY,
  version     INTEGER NOT NULL,
  address     BLOB NOT NULL,
  categories  TEXT NOT NULL,
  comment     TEXT NOT NULL,
  reference   TEXT NOT NULL,
  observed_at INTEGER NOT NULL,
  events      INTEGER NOT NULL,
  author      TEXT NOT NULL,
  state       TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  not_before  INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  sent_at     INTEGER,
  note        TEXT NOT NULL
);
CREATE INDEX report_due ON report (state, not_before);
CREATE INDEX report_by_address ON report (address, id);

-- What was used of each endpoint's daily allowance.
CREATE TABLE report_usage (
  endpoint     TEXT PRIMARY KEY,
  day          INTEGER NOT NULL,
  used         INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  paused_until INTEGER NOT NULL,
  why          TEXT NOT NULL
);

-- Answers of look-ups.
CREATE TABLE report_kept (
  name   TEXT PRIMARY KEY,
  answer TEXT NOT NULL,
  at     INTEGER NOT NULL
);
CREATE INDEX report_kept_by_age ON report_kept (at);
