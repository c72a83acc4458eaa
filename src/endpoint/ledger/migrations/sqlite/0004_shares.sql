-- What each person has sent on the day they last sent: days since 1970, bytes,
-- events and invitations.
CREATE TABLE shares (
    campaign INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    person   BLOB NOT NULL,
    day      INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    events   INTEGER NOT NULL,
    invites  INTEGER NOT NULL,
    PRIMARY KEY (campaign, person)
) STRICT, WITHOUT ROWID;
