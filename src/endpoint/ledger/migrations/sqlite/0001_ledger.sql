-- What an endpoint keeps. It can read none of it: names, hashes, sizes, times, and sealed bytes.
-- A shipped migration is never changed; a later one is added.

-- The code that starts campaigns here.
CREATE TABLE start_code (
    code TEXT NOT NULL
) STRICT;

CREATE TABLE campaigns (
    -- Never given twice, so that nothing of an ended campaign turns up in another.
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       BLOB NOT NULL UNIQUE,
    -- When everything of it is deleted, seconds since 1970.
    ends     INTEGER NOT NULL,
    epoch    BLOB NOT NULL,
    -- The end of its one order of batches.
    position INTEGER NOT NULL DEFAULT 0,
    chain    BLOB NOT NULL,
    -- How much it has stored.
    bytes    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every certificate here was checked up to its root before it was stored.
CREATE TABLE certificates (
    campaign INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    id       BLOB NOT NULL,
    parent   BLOB NOT NULL,
    -- The certificate by which its device joined, where that has.
    device   BLOB,
    revoked  INTEGER NOT NULL DEFAULT 0,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (campaign, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_of_device ON certificates (campaign, device) WHERE device IS NOT NULL;

CREATE TABLE devices (
    campaign     INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    -- The certificate by which it joined.
    subject      BLOB NOT NULL,
    newest       BLOB NOT NULL,
    -- Its public signing key: no two devices have the same.
    sign         BLOB NOT NULL,
    -- SHA-256 of its token.
    token        BLOB NOT NULL UNIQUE,
    joined       INTEGER NOT NULL,
    last_heard   INTEGER,
    revoked      INTEGER NOT NULL DEFAULT 0,
    grant_number INTEGER NOT NULL DEFAULT 0,
    grant_sealed BLOB,
    PRIMARY KEY (campaign, subject),
    UNIQUE (campaign, sign)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    name         BLOB PRIMARY KEY,
    campaign     INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    certificate  BLOB NOT NULL,
    uses_left    INTEGER NOT NULL CHECK (uses_left >= 0),
    revoked      INTEGER NOT NULL DEFAULT 0,
    grant_sealed BLOB NOT NULL,
    UNIQUE (campaign, certificate)
) STRICT, WITHOUT ROWID;

-- How six words find their campaign.
CREATE TABLE keyholders (
    name     BLOB PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    recovery BLOB NOT NULL,
    UNIQUE (campaign, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE logs (
    campaign    INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    log         BLOB NOT NULL,
    stream      BLOB NOT NULL,
    certificate BLOB NOT NULL,
    head_seq    INTEGER NOT NULL,
    head_hash   BLOB NOT NULL,
    PRIMARY KEY (campaign, log)
) STRICT, WITHOUT ROWID;
CREATE INDEX logs_of_certificate ON logs (campaign, certificate);

CREATE TABLE batches (
    campaign INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    -- From 1, without gaps.
    position INTEGER NOT NULL,
    log      BLOB NOT NULL,
    first    INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    stream   BLOB NOT NULL,
    hash     BLOB NOT NULL,
    -- SHA-256 over the chain hash one position before and this hash.
    chain    BLOB NOT NULL,
    bytes    BLOB NOT NULL,
    UNIQUE (campaign, position),
    UNIQUE (campaign, log, first)
) STRICT;
CREATE INDEX batches_of_stream ON batches (campaign, stream, position);

-- Devices of ended campaigns, so that they are told so: hashes of their tokens, nothing else.
CREATE TABLE ended (
    token BLOB PRIMARY KEY,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
