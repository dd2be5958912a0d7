-- Incidents: events of one source and class without a long silence between them.

ALTER TABLE store_state ADD COLUMN last_incident_id BIGINT NOT NULL DEFAULT 0;

-- What programs are known by: a hash of the order of their header fields, and their user agent without versions.
CREATE TABLE tool (
  id      INT PRIMARY KEY,
  headers BIGINT NOT NULL,
  name    VARCHAR(255) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- state: 0 open, 1 escalated, 2 archived. severity: 0 (emergency) to 7, 8 for none; settled is what it was when the incident
-- was archived. network: the first bytes of the address (/24, /64). tool: 0 for none; likeness: the least hash of its paths.
CREATE TABLE incident (
  id           BIGINT PRIMARY KEY,
  client       BINARY(16) NOT NULL,
  class        INT NOT NULL,
  state        INT NOT NULL,
  severity     INT NOT NULL,
  settled      INT NOT NULL,
  first_seen   BIGINT NOT NULL,
  last_seen    BIGINT NOT NULL,
  events       BIGINT NOT NULL,
  blocked      BIGINT NOT NULL,
  country      VARCHAR(8) NOT NULL,
  asn          BIGINT NOT NULL,
  organisation VARCHAR(255) NOT NULL,
  network      VARBINARY(16) NOT NULL,
  tool         INT NOT NULL,
  likeness     BIGINT NOT NULL,
  assignee     VARCHAR(190) NOT NULL,
  comments     INT NOT NULL,
  archive_rule BIGINT NOT NULL,
  last_change  BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX incident_by_source ON incident (client, class, last_seen);
CREATE INDEX incident_by_time ON incident (state, last_seen, id);
CREATE INDEX incident_by_severity ON incident (state, severity, last_seen, id);

-- Its most frequent hosts, paths, rules, messages and user agents.
CREATE TABLE incident_summary (
  incident BIGINT PRIMARY KEY,
  summary  MEDIUMTEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row for what one person did at once, and one for each incident it was done to, with what was before.
CREATE TABLE incident_change (
  id        BIGINT PRIMARY KEY,
  at        BIGINT NOT NULL,
  person    VARCHAR(190) NOT NULL,
  state     INT,
  assignee  VARCHAR(190),
  remark    MEDIUMTEXT NOT NULL,
  incidents BIGINT NOT NULL,
  undone_by VARCHAR(190)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE incident_changed (
  incident        BIGINT NOT NULL,
  change_id       BIGINT NOT NULL,
  state_before    INT NOT NULL,
  settled_before  INT NOT NULL,
  assignee_before VARCHAR(190) NOT NULL,
  rule_before     BIGINT NOT NULL,
  change_before   BIGINT NOT NULL,
  PRIMARY KEY (incident, change_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX incident_changed_by_change ON incident_changed (change_id, incident);

-- A rule that was removed stays, so that what it archived can name it.
CREATE TABLE archive_rule (
  id         BIGINT PRIMARY KEY,
  name       VARCHAR(255) NOT NULL,
  query      MEDIUMTEXT NOT NULL,
  person     VARCHAR(190) NOT NULL,
  created_at BIGINT NOT NULL,
  removed    INT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What people decided about events.
CREATE TABLE verdict_history (
  id           BIGINT PRIMARY KEY,
  event_id     BIGINT NOT NULL,
  client       BINARY(16),
  at           BIGINT NOT NULL,
  person       VARCHAR(190) NOT NULL,
  class_before INT NOT NULL,
  class_after  INT NOT NULL,
  remark       MEDIUMTEXT NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX verdict_history_by_client ON verdict_history (client, id);
