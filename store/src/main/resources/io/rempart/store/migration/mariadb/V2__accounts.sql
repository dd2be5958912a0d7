CREATE TABLE account (
  name          VARCHAR(190) PRIMARY KEY,
  password_hash VARCHAR(512) NOT NULL,
  role          VARCHAR(32) NOT NULL,
  language      VARCHAR(16) NOT NULL,
  enabled       INT NOT NULL,
  created_at    BIGINT NOT NULL,
  last_log_in   BIGINT
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE saved_search (
  account    VARCHAR(190) NOT NULL,
  name       VARCHAR(190) NOT NULL,
  query      TEXT NOT NULL,
  shared     INT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account, name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE audit_trail (
  id      BIGINT PRIMARY KEY,
  at      BIGINT NOT NULL,
  account VARCHAR(190) NOT NULL,
  action  VARCHAR(128) NOT NULL,
  detail  TEXT NOT NULL,
  address VARCHAR(64) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
