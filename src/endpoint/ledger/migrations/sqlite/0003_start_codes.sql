-- Many codes that start campaigns, each with a label of the host's own and a quota.
CREATE TABLE start_codes (
    key          INTEGER PRIMARY KEY AUTOINCREMENT,
    code         TEXT NOT NULL UNIQUE,
    label        TEXT NOT NULL UNIQUE,
    made         INTEGER NOT NULL,
    revoked      INTEGER NOT NULL DEFAULT 0,
    -- What all its campaigns together may have; NULL for no more than any campaign may.
    most_bytes   INTEGER,
    most_devices INTEGER,
    -- A day, in UTC.
    most_events  INTEGER,
    -- The day events were last counted on (days since 1970), and how many.
    day          INTEGER NOT NULL DEFAULT 0,
    events       INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO start_codes (code, label, made) SELECT code, 'first', 0 FROM start_code;
DROP TABLE start_code;
-- NULL for those from before there were several.
ALTER TABLE campaigns ADD COLUMN start_code INTEGER REFERENCES start_codes;
