-- What is blocked and allowed. is_open is 1 until a decision was set aside as ended; range_first and range_last are 16 bytes
-- each (IPv4 as ::ffff:a.b.c.d), null where the target is no range of addresses.
CREATE TABLE decision (
  id           INTEGER PRIMARY KEY,
  revision     INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  target       TEXT NOT NULL,
  range_first  BLOB,
  range_last   BLOB,
  reason       TEXT NOT NULL,
  author       TEXT NOT NULL,
  evidence     TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  until_at     INTEGER,
  confirm_by   INTEGER,
  repeats      INTEGER NOT NULL,
  even_private INTEGER NOT NULL,
  ended_at     INTEGER,
  ended_by     TEXT NOT NULL,
  end_reason   TEXT NOT NULL,
  is_open      INTEGER NOT NULL
);
CREATE UNIQUE INDEX decision_by_revision ON decision (revision);
CREATE INDEX decision_open ON decision (is_open, id);
CREATE INDEX decision_by_target ON decision (target, created_at);
CREATE INDEX decision_by_range ON decision (range_first);

-- One row: the store's name, the last id and the last revision.
CREATE TABLE decision_state (
  id            INTEGER PRIMARY KEY,
  store         TEXT NOT NULL,
  last_id       INTEGER NOT NULL,
  last_revision INTEGER NOT NULL
);
INSERT INTO decision_state (id, store, last_id, last_revision) VALUES (1, '', 0, 0);
