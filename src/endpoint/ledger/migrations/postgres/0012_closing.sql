-- By which signed word a campaign was handed over, for whoever still opens an invitation to it.
ALTER TABLE campaigns ADD COLUMN closing BYTEA;
