-- What each person has sent on the day they last sent: days since 1970, bytes,
-- events and invitations.
CREATE TABLE shares (
    campaign BIGINT NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    person   BYTEA NOT NULL,
    day      BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    events   BIGINT NOT NULL,
    invites  BIGINT NOT NULL,
    PRIMARY KEY (campaign, person)
);
