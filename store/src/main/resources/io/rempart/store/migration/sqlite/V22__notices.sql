-- What people are to be told, until it is part of a message. level is 0 (info) to 2 (critical).
CREATE TABLE notice (
  id      INTEGER PRIMARY KEY,
  rule    TEXT NOT NULL,
  channel TEXT NOT NULL,
  topic   TEXT NOT NULL,
  level   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  title   TEXT NOT NULL,
  detail  TEXT NOT NULL,
  count   INTEGER NOT NULL
);
CREATE INDEX notice_by_rule ON notice (rule, channel, id);

-- Things that were stored to be told: each is told once.
CREATE TABLE notice_known (
  name TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
);
CREATE INDEX notice_known_by_age ON notice_known (at);

-- Messages: waiting, sent, given up.
CREATE TABLE notice_message (
  id         INTEGER PRIMARY KEY,
  rule       TEXT NOT NULL,
  channel    TEXT NOT NULL,
  reference  TEXT NOT NULL,
  level      INTEGER NOT NULL,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  topics     TEXT NOT NULL,
  notices    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  state      TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  attempts   INTEGER NOT NULL,
  settled_at INTEGER,
  why        TEXT NOT NULL
);
CREATE INDEX notice_message_by_rule ON notice_message (rule, channel, created_at);
CREATE INDEX notice_message_by_state ON notice_message (state, channel, id);
