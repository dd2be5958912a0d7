CREATE TABLE api_token (
  id           BIGINT PRIMARY KEY AUTO_INCREMENT,
  account      VARCHAR(190) NOT NULL,
  name         VARCHAR(190) NOT NULL,
  secret       VARCHAR(64) NOT NULL UNIQUE,
  scopes       VARCHAR(255) NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT,
  last_address VARCHAR(64) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
