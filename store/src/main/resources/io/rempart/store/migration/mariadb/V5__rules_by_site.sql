-- The facet before the rule: the rules of one host, or one port, lie together in each hour.
CREATE TABLE rollup_rule_by_site (
  hour   BIGINT NOT NULL,
  facet  INT NOT NULL,
  rule   INT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (hour, facet, rule)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO rollup_rule_by_site (hour, facet, rule, events) SELECT hour, facet, rule, events FROM rollup_rule;
DROP TABLE rollup_rule;
ALTER TABLE rollup_rule_by_site RENAME TO rollup_rule;
