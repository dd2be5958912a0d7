-- What is blocked and allowed. is_open is 1 until a decision was set aside as ended; range_first and range_last are 16 bytes
-- each (IPv4 as ::ffff:a.b.c.d), null where the target is no range of addresses.
CREATE TABLE decision (
  id           BIGINT PRIMARY KEY,
  revision     BIGINT NOT NULL,
  kind         TEXT COLLATE "C" NOT NULL,
  target       TEXT COLLATE "C" NOT NULL,
  range_first  BYTEA,
  range_last   BYTEA,
  reason       TEXT COLLATE "C" NOT NULL,
  author       TEXT COLLATE "C" NOT NULL,
  evidence     TEXT COLLATE "C" NOT NULL,
  created_at   BIGINT NOT NULL,
  until_at     BIGINT,
  confirm_by   BIGINT,
  repeats      INTEGER NOT NULL,
  even_private INTEGER NOT NULL,
  ended_at     BIGINT,
  ended_by     TEXT COLLATE "C" NOT NULL,
  end_reason   TEXT COLLATE "C" NOT NULL,
  is_open      INTEGER NOT NULL
);
CREATE UNIQUE INDEX decision_by_revision ON decision (revision);
CREATE INDEX decision_open ON decision (is_open, id);
CREATE INDEX decision_by_target ON decision (target, created_at);
CREATE INDEX decision_by_range ON decision (range_first);

-- One row: the store's name, the last id and the last revision.
CREATE TABLE decision_state (
  id            INTEGER PRIMARY KEY,
  store         TEXT COLLATE "C" NOT NULL,
  last_id       BIGINT NOT NULL,
  last_revision BIGINT NOT NULL
);
INSERT INTO decision_state (id, store, last_id, last_revision) VALUES (1, '', 0, 0);
