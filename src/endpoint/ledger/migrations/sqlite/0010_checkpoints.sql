-- Checkpoints. Each stands in its campaign's order, and so among the batches too (of no log, and of
-- no events), and takes the place of its stream's batches before it. Of what was replaced the row
-- stays, which the order's chain needs, and the bytes go.
CREATE TABLE checkpoints (
    campaign    INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    stream      BLOB NOT NULL,
    -- Of the device that made it.
    certificate BLOB NOT NULL,
    -- When what it replaces is deleted, seconds since 1970; and whether it was.
    due         INTEGER NOT NULL,
    gone        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX checkpoints_of_stream ON checkpoints (campaign, stream, position);
CREATE INDEX checkpoints_due ON checkpoints (due) WHERE NOT gone;
