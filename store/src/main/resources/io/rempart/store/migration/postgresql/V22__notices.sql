-- What people are to be told, until it is part of a message. level is 0 (info) to 2 (critical).
CREATE TABLE notice (
  id      BIGINT PRIMARY KEY,
  rule    TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  topic   TEXT COLLATE "C" NOT NULL,
  level   INTEGER NOT NULL,
  at      BIGINT NOT NULL,
  title   TEXT COLLATE "C" NOT NULL,
  detail  TEXT COLLATE "C" NOT NULL,
  count   BIGINT NOT NULL
);
CREATE INDEX notice_by_rule ON notice (rule, channel, id);

-- Things that were stored to be told: each is told once.
CREATE TABLE notice_known (
  name TEXT COLLATE "C" PRIMARY KEY,
  at   BIGINT NOT NULL
);
CREATE INDEX notice_known_by_age ON notice_known (at);

-- Messages: waiting, sent, given up.
CREATE TABLE notice_message (
  id         BIGINT PRIMARY KEY,
  rule       TEXT COLLATE "C" NOT NULL,
  channel    TEXT COLLATE "C" NOT NULL,
  reference  TEXT COLLATE "C" NOT NULL,
  level      INTEGER NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  body       TEXT COLLATE "C" NOT NULL,
  topics     TEXT COLLATE "C" NOT NULL,
  notices    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  not_before BIGINT NOT NULL,
  attempts   INTEGER NOT NULL,
  settled_at BIGINT,
  why        TEXT COLLATE "C" NOT NULL
);
CREATE INDEX notice_message_by_rule ON notice_message (rule, channel, created_at);
CREATE INDEX notice_message_by_state ON notice_message (state, channel, id);
