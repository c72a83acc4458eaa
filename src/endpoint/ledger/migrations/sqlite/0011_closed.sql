-- Campaigns that were handed over: what is there can be read until the end, and nothing new is taken.
ALTER TABLE campaigns ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
