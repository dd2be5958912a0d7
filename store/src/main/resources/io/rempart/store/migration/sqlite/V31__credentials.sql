CREATE TABLE credential (
  kind         TEXT NOT NULL,
  id           TEXT NOT NULL,
  account      TEXT NOT NULL,
  name         TEXT NOT NULL,
  data         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE INDEX credential_by_account ON credential (account, kind);
