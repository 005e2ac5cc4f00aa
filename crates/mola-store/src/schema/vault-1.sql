CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The personal fields of one segment, as Parquet.
CREATE TABLE personal (
    segment TEXT NOT NULL UNIQUE,
    fields  BLOB NOT NULL
) STRICT;
