CREATE TABLE account (
  name          TEXT COLLATE "C" PRIMARY KEY,
  password_hash TEXT COLLATE "C" NOT NULL,
  role          TEXT COLLATE "C" NOT NULL,
  language      TEXT COLLATE "C" NOT NULL,
  enabled       INTEGER NOT NULL,
  created_at    BIGINT NOT NULL,
  last_log_in   BIGINT
);

CREATE TABLE saved_search (
  account    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  query      TEXT COLLATE "C" NOT NULL,
  shared     INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account, name)
);

CREATE TABLE audit_trail (
  id      BIGINT PRIMARY KEY,
  at      BIGINT NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  action  TEXT COLLATE "C" NOT NULL,
  detail  TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL
);
