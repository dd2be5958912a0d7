-- Reports of addresses to AbuseIPDB; the version rises with each change. address is 16 bytes (IPv4 as ::ffff:a.b.c.d).
CREATE TABLE report (
  id          BIGINT PRIMARY KEY,
  version     BIGINT NOT NULL,
  address     BINARY(16) NOT NULL,
  categories  VARCHAR(190) NOT NULL,
  comment     TEXT NOT NULL,
  reference   VARCHAR(190) NOT NULL,
  observed_at BIGINT NOT NULL,
  events      BIGINT NOT NULL,
  author      VARCHAR(190) NOT NULL,
  state       VARCHAR(16) NOT NULL,
  created_at  BIGINT NOT NULL,
  not_before  BIGINT NOT NULL,
  attempts    INT NOT NULL,
  sent_at     BIGINT,
  note        TEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX report_due ON report (state, not_before);
CREATE INDEX report_by_address ON report (address, id);

-- What was used of each endpoint's daily allowance.
CREATE TABLE report_usage (
  endpoint     VARCHAR(64) PRIMARY KEY,
  day          BIGINT NOT NULL,
  used         INT NOT NULL,
  last_at      BIGINT NOT NULL,
  paused_until BIGINT NOT NULL,
  why          TEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Answers of look-ups.
CREATE TABLE report_kept (
  name   VARCHAR(190) PRIMARY KEY,
  answer TEXT NOT NULL,
  at     BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX report_kept_by_age ON report_kept (at);
