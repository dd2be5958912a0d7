-- The facet before the rule: the rules of one host, or one port, lie together in each hour.
CREATE TABLE rollup_rule_by_site (
  hour   INTEGER NOT NULL,
  facet  INTEGER NOT NULL,
  rule   INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (hour, facet, rule)
) WITHOUT ROWID;
INSERT INTO rollup_rule_by_site (hour, facet, rule, events) SELECT hour, facet, rule, events FROM rollup_rule;
DROP TABLE rollup_rule;
ALTER TABLE rollup_rule_by_site RENAME TO rollup_rule;
