# Pipelines and mappings. Above each message: the values that it names; those in brackets may be missing.

# reason: the parser's words
toml-invalid =
    .found = This is not valid TOML: { $reason }.
    .expected = {""}
    .remedy = Correct the line.
    .effect = Until then nothing is run.

quote-unclosed =
    .found = A quotation mark is opened here and never closed.
    .expected = {""}
    .remedy = Close the quotation mark, or remove it.
    .effect = Until then nothing is run.

# found, expected: the cells of the row and of the header
row-ragged =
    .found = The number of cells in this row is { $found }; in the header it is { $expected }.
    .expected = {""}
    .remedy = Check the row's separators. A text that contains the separator stands in quotation marks.
    .effect = Until then nothing is run.

# [reason]: the system's words
settings-missing =
    .found = { $reason ->
        [not-given] The file cannot be read.
       *[other] The file cannot be read ({ $reason }).
    }
    .expected = A settings file in this place.
    .remedy = Check its name and folder.
    .effect = Until then nothing is run.

# key: the key; [nearest]: the key that comes closest; [allowed]: all keys of this place
key-unknown =
    .found = The key "{ $key }" does not exist here.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Allowed are: { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Remove it, or correct its spelling.
       *[other] Is "{ $nearest }" meant?
    }
    .effect = Until then nothing is run.

# key: the key; [part]: the table or row that lacks it
key-missing =
    .found = { $part ->
        [not-given] The key "{ $key }" is missing.
       *[other] The key "{ $key }" is missing in { $part }.
    }
    .expected = {""}
    .remedy = Add it.
    .effect = Until then nothing is run.

# key: the key; found, expected: text, number, integer, boolean, date, list, table
type-wrong =
    .found = { $found ->
        [text] "{ $key }" is a text.
        [number] "{ $key }" is a number.
        [integer] "{ $key }" is a whole number.
        [boolean] "{ $key }" is true or false.
        [date] "{ $key }" is a date.
        [list] "{ $key }" is a list.
        [table] "{ $key }" is a table.
       *[other] "{ $key }" is { $found }.
    }
    .expected = { $expected ->
        [text] It must be a text in quotes.
        [number] It must be a number.
        [integer] It must be a whole number.
        [boolean] It must be true or false.
        [date] It must be a date such as 2011-10-31.
        [list] It must be a list in [ ].
        [table] It must be a table.
       *[other] It must be { $expected }.
    }
    .remedy = Correct the value.
    .effect = Until then nothing is run.

# key: the key; found: its value; [nearest]: the value that comes closest; [allowed]: all values
value-unknown =
    .found = "{ $found }" is not possible for "{ $key }".
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Allowed are: { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Correct the value.
       *[other] Is "{ $nearest }" meant?
    }
    .effect = Until then nothing is run.

# key: the key; found: the name; [nearest]: the name that comes closest; [file]: where such names are defined
reference-unknown =
    .found = "{ $key }" names "{ $found }", which is not defined.
    .expected = { $file ->
        [not-given] {""}
       *[other] A name that is defined in { $file }.
    }
    .remedy = { $nearest ->
        [not-given] Correct the name, or define it.
       *[other] Is "{ $nearest }" meant? If not, correct the name or define it.
    }
    .effect = Until then nothing is run.

# found: the name; [first]: where it stands first
name-duplicate =
    .found = { $first ->
        [not-given] "{ $found }" is defined twice.
       *[other] "{ $found }" is defined twice; the first time in { $first }.
    }
    .expected = {""}
    .remedy = Rename or remove one of the two.
    .effect = Until then nothing is run.

# found: the pattern; [key]: the key; [reason]: the parser's words
pattern-invalid =
    .found = { $key ->
        [not-given] "{ $found }" is not a valid pattern
       *[other] "{ $found }" is not a valid pattern for "{ $key }"
    }{ $reason ->
        [not-given] .
       *[other] {" "}({ $reason }).
    }
    .expected = {""}
    .remedy = Correct the pattern. Put a backslash before signs that mean themselves.
    .effect = Until then nothing is run.

# first, second: what contradicts itself, as written; [reason]: why
definition-contradiction =
    .found = { $reason ->
        [not-given] { $first } and { $second } contradict each other.
       *[other] { $first } and { $second } contradict each other ({ $reason }).
    }
    .expected = {""}
    .remedy = Change one of the two.
    .effect = Until then nothing is run.

# found: the formula; reason: what is wrong with it
formula-invalid =
    .found = The formula "{ $found }" cannot be read: { $reason }.
    .expected = Codes of indicators, numbers, + - * / and brackets, such as BEN-D / (INS + NET).
    .remedy = Correct the formula. A minus that subtracts has a blank on both sides.
    .effect = Until then nothing is run.

# found: the way from the formula back to itself
formula-cycle =
    .found = The formula needs itself: { $found }.
    .expected = A formula over other indicators.
    .remedy = Take one of them out.
    .effect = Until then nothing is run.

# first, second: indicators with their units
formula-units =
    .found = { $first } and { $second } are added, but their units differ.
    .expected = One unit on both sides of + and -.
    .remedy = Give both the same unit, or divide or multiply them.
    .effect = Until then nothing is run.

formula-unique =
    .found = { $first } and { $second } are added, but whoever is in both would count twice.
    .expected = One indicator that counts both, each beneficiary once.
    .remedy = Define an indicator of kind unique whose filter takes in both, and use it here.
    .effect = Until then nothing is run.

# indicator: one that has a target and no baseline
baseline-missing =
    .found = { $indicator } has a target and no baseline.
    .expected = A baseline and its period.
    .remedy = Fill in the baseline; 0 where it starts from nothing.
    .effect = Until then progress is told as actual over target.

# key: sheet, name, table, columns, figure, indicators, rows or formula; found: what is named; [nearest]
binding-broken =
    .found = { $key ->
        [formula] The cell { $found } of the template holds a formula.
       *[other] "{ $key }" names "{ $found }", which is not there.
    }
    .expected = { $key ->
        [formula] A cell to be filled in.
        [figure] The id of a figure of the report, such as BEN-D@{"{"}period{"}"}+.
        [indicators] Codes of indicators of the programme.
        [rows] "indicators", or a dimension of the programme.
       *[other] A name that is in the template.
    }
    .remedy = { $nearest ->
        [not-given] Correct the binding or the template.
       *[other] Is "{ $nearest }" meant? If not, correct the binding or the template.
    }
    .effect = The rest is filled in; this is left as it was.

# found: the table; count: rows that are wanted; limit: rows that have room
table-full =
    .found = The table "{ $found }" has room for { $limit } of { $count } rows: something stands below it.
    .expected = Empty cells below the table.
    .remedy = Make room below the table in the template.
    .effect = The rows that have no room are left out.

# found: codes of indicators
figures-unbound =
    .found = Headline figures stand nowhere in the template: { $found }.
    .expected = {""}
    .remedy = Bind them to a cell where the donor wants them.
    .effect = The filled workbook does not show them.
