-- What is blocked and allowed. is_open is 1 until a decision was set aside as ended; range_first and range_last are 16 bytes
-- each (IPv4 as ::ffff:a.b.c.d), null where the target is no range of addresses.
CREATE TABLE decision (
  id           BIGINT PRIMARY KEY,
  revision     BIGINT NOT NULL,
  kind         VARCHAR(16) NOT NULL,
  target       VARCHAR(300) NOT NULL,
  range_first  BINARY(16),
  range_last   BINARY(16),
  reason       TEXT NOT NULL,
  author       VARCHAR(190) NOT NULL,
  evidence     TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  until_at     BIGINT,
  confirm_by   BIGINT,
  repeats      INT NOT NULL,
  even_private INT NOT NULL,
  ended_at     BIGINT,
  ended_by     VARCHAR(190) NOT NULL,
  end_reason   TEXT NOT NULL,
  is_open      INT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX decision_by_revision ON decision (revision);
CREATE INDEX decision_open ON decision (is_open, id);
CREATE INDEX decision_by_target ON decision (target, created_at);
CREATE INDEX decision_by_range ON decision (range_first);

-- One row: the store's name, the last id and the last revision.
CREATE TABLE decision_state (
  id            INT PRIMARY KEY,
  store         VARCHAR(190) NOT NULL,
  last_id       BIGINT NOT NULL,
  last_revision BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO decision_state (id, store, last_id, last_revision) VALUES (1, '', 0, 0);
