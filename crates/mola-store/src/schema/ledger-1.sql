-- One row for each time that a content became current under a path. It is current from
-- `received` until `superseded` (Unix milliseconds, UTC); NULL means that it still is.
CREATE TABLE submission (
    programme  TEXT NOT NULL,
    content    TEXT NOT NULL,
    received   INTEGER NOT NULL,
    path       TEXT NOT NULL,
    agency     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    superseded INTEGER,
    PRIMARY KEY (programme, content, received)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_path ON submission (programme, path);

-- What the last scan saw of each file. Paths that share a content are duplicates.
CREATE TABLE seen (
    programme   TEXT NOT NULL,
    path        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    content     TEXT NOT NULL,
    PRIMARY KEY (programme, path)
) STRICT, WITHOUT ROWID;

-- What one version of a mapping made of one submission.
CREATE TABLE reading (
    programme TEXT NOT NULL,
    id        TEXT NOT NULL,
    content   TEXT NOT NULL,
    source    TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('accepted', 'quarantined')),
    counts    TEXT NOT NULL CHECK (json_valid(counts)),
    moment    INTEGER NOT NULL,
    PRIMARY KEY (programme, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
    programme TEXT NOT NULL,
    id        TEXT NOT NULL,
    reading   TEXT NOT NULL,
    grain     TEXT NOT NULL,
    rows      INTEGER NOT NULL,
    meta      TEXT NOT NULL,
    PRIMARY KEY (programme, id),
    FOREIGN KEY (programme, reading) REFERENCES reading (programme, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_reading ON segment (programme, reading);

CREATE TABLE finding (
    programme TEXT NOT NULL,
    reading   TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    detail    TEXT NOT NULL CHECK (json_valid(detail)),
    PRIMARY KEY (programme, reading, seq),
    FOREIGN KEY (programme, reading) REFERENCES reading (programme, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    programme TEXT NOT NULL,
    inputs    TEXT NOT NULL,
    moment    INTEGER NOT NULL,
    summary   TEXT NOT NULL,
    outputs   TEXT NOT NULL CHECK (json_valid(outputs))
) STRICT;
CREATE INDEX run_inputs ON run (programme, inputs);

-- Only ever added to. The same entry twice is one entry, so that a batch can be committed again.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    programme TEXT NOT NULL,
    moment    INTEGER NOT NULL,
    what      TEXT NOT NULL,
    detail    TEXT NOT NULL,
    UNIQUE (programme, moment, what, detail)
) STRICT;
