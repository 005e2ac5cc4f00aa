-- One row for each issue: a report that was closed and may have been sent. Its id is the digest of
-- its record, which is the blob of that name; the record names everything else.
CREATE TABLE issue (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    programme   TEXT NOT NULL,
    id          TEXT NOT NULL CHECK (length(id) = 64),
    period      TEXT NOT NULL,
    moment      INTEGER NOT NULL,
    known_until INTEGER NOT NULL,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    replaces    TEXT,
    outputs     TEXT NOT NULL CHECK (json_valid(outputs)),
    UNIQUE (programme, id),
    FOREIGN KEY (programme, replaces) REFERENCES issue (programme, id)
) STRICT;

-- Why a closed period may be reported anew. The issue stays as it is.
CREATE TABLE reopening (
    programme TEXT NOT NULL,
    issue     TEXT NOT NULL,
    moment    INTEGER NOT NULL,
    reason    TEXT NOT NULL CHECK (trim(reason) <> ''),
    PRIMARY KEY (programme, issue),
    FOREIGN KEY (programme, issue) REFERENCES issue (programme, id)
) STRICT, WITHOUT ROWID;

-- What was issued is never overwritten, whatever a later version of the program tries.
CREATE TRIGGER issue_unchanged BEFORE UPDATE ON issue BEGIN SELECT RAISE(ABORT, 'an issue is never changed'); END;
CREATE TRIGGER issue_kept BEFORE DELETE ON issue BEGIN SELECT RAISE(ABORT, 'an issue is never removed'); END;
CREATE TRIGGER reopening_unchanged BEFORE UPDATE ON reopening BEGIN SELECT RAISE(ABORT, 'a reopening is never changed'); END;
CREATE TRIGGER reopening_kept BEFORE DELETE ON reopening BEGIN SELECT RAISE(ABORT, 'a reopening is never removed'); END;
