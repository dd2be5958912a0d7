-- What a verdict took the place of, so that it can be taken back; change_id is the same for the events of one verdict, and 0 for
-- those that were given before, and for what a person took back.
ALTER TABLE verdict_history ADD COLUMN change_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verdict_history ADD COLUMN confidence_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verdict_history ADD COLUMN author_before TEXT NOT NULL DEFAULT '';
ALTER TABLE verdict_history ADD COLUMN evidence_before TEXT NOT NULL DEFAULT '[]';
ALTER TABLE verdict_history ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
CREATE INDEX verdict_history_by_change ON verdict_history (change_id, id);
CREATE INDEX verdict_history_by_event ON verdict_history (event_id, id);
