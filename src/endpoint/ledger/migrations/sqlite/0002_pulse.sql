-- What is written to see whether the database can be.
CREATE TABLE pulse (
    beats INTEGER NOT NULL
) STRICT;
INSERT INTO pulse (beats) VALUES (0);
