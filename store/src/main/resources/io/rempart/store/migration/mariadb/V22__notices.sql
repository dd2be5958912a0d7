-- What people are to be told, until it is part of a message. level is 0 (info) to 2 (critical).
CREATE TABLE notice (
  id      BIGINT PRIMARY KEY,
  rule    VARCHAR(190) NOT NULL,
  channel VARCHAR(190) NOT NULL,
  topic   VARCHAR(190) NOT NULL,
  level   INT NOT NULL,
  at      BIGINT NOT NULL,
  title   TEXT NOT NULL,
  detail  TEXT NOT NULL,
  count   BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX notice_by_rule ON notice (rule, channel, id);

-- Things that were stored to be told: each is told once.
CREATE TABLE notice_known (
  name VARCHAR(190) PRIMARY KEY,
  at   BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX notice_known_by_age ON notice_known (at);

-- Messages: waiting, sent, given up.
CREATE TABLE notice_message (
  id         BIGINT PRIMARY KEY,
  rule       VARCHAR(190) NOT NULL,
  channel    VARCHAR(190) NOT NULL,
  reference  VARCHAR(190) NOT NULL,
  level      INT NOT NULL,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  topics     TEXT NOT NULL,
  notices    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  state      VARCHAR(190) NOT NULL,
  not_before BIGINT NOT NULL,
  attempts   INT NOT NULL,
  settled_at BIGINT,
  why        TEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX notice_message_by_rule ON notice_message (rule, channel, created_at);
CREATE INDEX notice_message_by_state ON notice_message (state, channel, id);
