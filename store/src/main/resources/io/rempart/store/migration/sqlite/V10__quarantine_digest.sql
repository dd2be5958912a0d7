-- By which an unreadable record is known again when its log is read again; null for those that were kept before.
ALTER TABLE quarantine ADD COLUMN digest INTEGER;
CREATE UNIQUE INDEX quarantine_by_digest ON quarantine (digest);
