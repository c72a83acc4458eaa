-- Checkpoints. Each stands in its campaign's order, and so among the batches too (of no log, and of
-- no events), and takes the place of its stream's batches before it. Of what was replaced the row
-- stays, which the order's chain needs, and the bytes go.
CREATE TABLE checkpoints (
    campaign    BIGINT NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    position    BIGINT NOT NULL,
    stream      BYTEA NOT NULL,
    -- Of the device that made it.
    certificate BYTEA NOT NULL,
    -- When what it replaces is deleted, seconds since 1970; and whether it was.
    due         BIGINT NOT NULL,
    gone        BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (campaign, position)
);
CREATE INDEX checkpoints_of_stream ON checkpoints (campaign, stream, position);
CREATE INDEX checkpoints_due ON checkpoints (due) WHERE NOT gone;
