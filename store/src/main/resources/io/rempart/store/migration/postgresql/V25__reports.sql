-- Reports of addresses to AbuseIPDB; the version rises with each change. address is 16 bytes (IPv4 as ::ffff:a.b.c.d).
CREATE TABLE report (
  id          BIGINT PRIMARY KEY,
  version     BIGINT NOT NULL,
  address     BYTEA NOT NULL,
  categories  TEXT COLLATE "C" NOT NULL,
  comment     TEXT COLLATE "C" NOT NULL,
  reference   TEXT COLLATE "C" NOT NULL,
  observed_at BIGINT NOT NULL,
  events      BIGINT NOT NULL,
  author      TEXT COLLATE "C" NOT NULL,
  state       TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  not_before  BIGINT NOT NULL,
  attempts    INTEGER NOT NULL,
  sent_at     BIGINT,
  note        TEXT COLLATE "C" NOT NULL
);
CREATE INDEX report_due ON report (state, not_before);
CREATE INDEX report_by_address ON report (address, id);

-- What was used of each endpoint's daily allowance.
CREATE TABLE report_usage (
  endpoint     TEXT COLLATE "C" PRIMARY KEY,
  day          BIGINT NOT NULL,
  used         INTEGER NOT NULL,
  last_at      BIGINT NOT NULL,
  paused_until BIGINT NOT NULL,
  why          TEXT COLLATE "C" NOT NULL
);

-- Answers of look-ups.
CREATE TABLE report_kept (
  name   TEXT COLLATE "C" PRIMARY KEY,
  answer TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL
);
CREATE INDEX report_kept_by_age ON report_kept (at);
