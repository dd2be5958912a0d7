CREATE TABLE credential (
  kind         VARCHAR(32) NOT NULL,
  id           VARCHAR(512) NOT NULL,
  account      VARCHAR(190) NOT NULL,
  name         VARCHAR(190) NOT NULL,
  data         TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  last_used_at BIGINT,
  PRIMARY KEY (kind, id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX credential_by_account ON credential (account, kind);
