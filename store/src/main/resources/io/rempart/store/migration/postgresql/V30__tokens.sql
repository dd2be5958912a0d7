CREATE TABLE api_token (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account      TEXT COLLATE "C" NOT NULL,
  name         TEXT COLLATE "C" NOT NULL,
  secret       TEXT COLLATE "C" NOT NULL UNIQUE,
  scopes       TEXT COLLATE "C" NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT,
  last_address TEXT COLLATE "C" NOT NULL
);
