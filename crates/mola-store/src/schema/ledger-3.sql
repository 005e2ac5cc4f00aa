-- The key of the store, by its id. The last row is the one in use. The key itself is never in the store.
CREATE TABLE key (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id  TEXT NOT NULL CHECK (length(id) = 16)
) STRICT;
