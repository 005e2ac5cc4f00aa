# Sheets, tables and cells. Above each message: the values that it names; those in brackets may be missing.
# [part]: "value" where the row is counted without this value; else the row is left out.

# expected: the sheet or its pattern; [nearest]: the sheet that comes closest; [allowed]: the sheets of the file
sheet-missing =
    .found = { $allowed ->
        [not-given] The sheet "{ $expected }" is not in the file.
       *[other] The sheet "{ $expected }" is not in the file. It has: { $allowed }.
    }
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Add the sheet, or give it back its usual name.
       *[other] If "{ $nearest }" is the right sheet, rename it to "{ $expected }".
    }
    .effect = Until then nothing in this file is counted.

# expected: the columns sought; [row]: the row that fits best
header-missing =
    .found = { $row ->
        [not-given] The row with the column names was not found.
       *[other] The row with the column names was not found; row { $row } comes closest.
    }
    .expected = A row with these names: { $expected }.
    .remedy = Give the columns their usual names, all in one row.
    .effect = Until then nothing in this file is counted.

# column: the column wanted; [nearest]: a column of the table that comes close
column-missing =
    .found = The column "{ $column }" is missing.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Add the column, or give it back its usual name.
       *[other] If "{ $nearest }" is that column, rename it to "{ $column }". Otherwise add the column.
    }
    .effect = Until then nothing in this file is counted.

# field: the field; first, second: the columns
column-ambiguous =
    .found = Two columns could be "{ $field }": { $first } and { $second }.
    .expected = Exactly one.
    .remedy = Rename or remove the column that is not meant.
    .effect = Until then nothing in this file is counted.

table-empty =
    .found = The table has column names but no rows.
    .expected = At least one row.
    .remedy = Fill in the rows. If there was no activity, tell the programme office.
    .effect = This table adds nothing to the report.

header-absent =
    .found = The table has no header: its first row holds data.
    .expected = A first row with the names of the columns.
    .remedy = Add a row with the names of the columns above the data.
    .effect = All rows are read as records; their columns have no names.

# rows: how many
rows-above =
    .found = { $rows ->
        [one] { $rows } row above the table is none of it.
       *[other] { $rows } rows above the table are none of it.
    }
    .expected = {""}
    .remedy = Nothing to do if they are titles or notes.
    .effect = They are left out.

rows-below =
    .found = { $rows ->
        [one] { $rows } row below the table is none of it.
       *[other] { $rows } rows below the table are none of it.
    }
    .expected = {""}
    .remedy = Nothing to do if they are notes or signatures.
    .effect = They are left out.

table-further =
    .found = { $rows ->
        [one] A further table begins here, with { $rows } row.
       *[other] A further table begins here, with { $rows } rows.
    }
    .expected = One table.
    .remedy = Put each table on a sheet or into a file of its own.
    .effect = The further table is left out.

# count: how many
cells-beside =
    .found = { $count ->
        [one] { $count } cell stands beside the table.
       *[other] { $count } cells stand beside the table.
    }
    .expected = {""}
    .remedy = Nothing to do if they are notes.
    .effect = They are left out.

# found: the area; count: how many
cells-outside =
    .found = { $count ->
        [one] { $count } cell outside the table holds something ({ $found }).
       *[other] { $count } cells outside the table hold something ({ $found }).
    }
    .expected = {""}
    .remedy = Nothing to do if they are notes. Delete what is left over; rows that belong to the table go directly below its last row.
    .effect = They are not counted.

# count: how many; found: their names; [reason]: hidden
sheets-unread =
    .found = { $count ->
        [one] { $reason ->
            [hidden] The hidden sheet "{ $found }" is not read.
           *[other] The sheet "{ $found }" is not read.
        }
       *[other] { $reason ->
            [hidden] { $count } hidden sheets are not read: { $found }.
           *[other] { $count } sheets are not read: { $found }.
        }
    }
    .expected = {""}
    .remedy = Nothing to do if nothing on them is to be reported. Otherwise ask whoever keeps the mappings to add them.
    .effect = What stands on them is not counted.

# found, expected: fields
fields-unequal =
    .found = { $found ->
        [one] The record has { $found } field.
       *[other] The record has { $found } fields.
    }
    .expected = { $expected ->
        [one] { $expected } field, as its table has columns.
       *[other] { $expected } fields, as its table has columns.
    }
    .remedy = Add the delimiters that are missing, or put a text with a delimiter in it between quotation marks.
    .effect = Its fields are read in their order, and may stand in the wrong columns.

# found, expected: fields
row-unequal =
    .found = { $found ->
        [one] The row has { $found } field.
       *[other] The row has { $found } fields.
    }
    .expected = { $expected ->
        [one] { $expected } field, as its table has columns.
       *[other] { $expected } fields, as its table has columns.
    }
    .remedy = Add the delimiters that are missing, or put a text with a delimiter in it between quotation marks. If the file ends here, send it again: it was cut off.
    .effect = Until then this row is not counted.

# found, expected: fields
fields-passed =
    .found = The record has { $found } fields, and empty ones among them.
    .expected = { $expected ->
        [one] { $expected } field, as its table has columns.
       *[other] { $expected } fields, as its table has columns.
    }
    .remedy = Delete the delimiter that is too many.
    .effect = The empty field that is too many is passed over, so that all others stand in their columns.

quote-stray =
    .found = A quotation mark is opened here and not closed.
    .expected = Quotation marks around a whole field, and doubled inside it.
    .remedy = Delete the quotation mark, or write it twice inside a quoted text.
    .effect = It is read as a letter of the text.

# found, expected: delimiters
delimiter-other =
    .found = The fields of this record are parted by { $found }.
    .expected = { $expected }, as in the rest of the table.
    .remedy = Use one delimiter in the whole file.
    .effect = The record is read with its own delimiter.

# rows: the rows of the table; [low], [high]: the fewest and the most expected
rows-unexpected =
    .found = { $rows ->
        [one] The table has { $rows } row.
       *[other] The table has { $rows } rows.
    }
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] Another number is usual.
           *[other] At most { $high } are usual.
        }
       *[other] { $high ->
            [not-given] At least { $low } are usual.
           *[other] From { $low } to { $high } are usual.
        }
    }
    .remedy = Check whether rows are missing or stand there twice.
    .effect = The rows are counted as they are.

# found: the cell; [nearest]: the number that it probably is; [part]
number-unreadable =
    .found = "{ $found }" is not a number.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Write the number alone, or leave the cell empty if there is no data.
       *[other] Write { $nearest }, or leave the cell empty if there is no data.
    }
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# found: the cell; first: as it was read; second: the other way
number-ambiguous =
    .found = "{ $found }" can be read as { $first } or as { $second }.
    .expected = {""}
    .remedy = If { $second } is meant, write it as a true number, without a thousands separator.
    .effect = Until then { $first } is counted.

# found: the number; [low], [high]: the range; [part]
number-outside =
    .found = { $found } is not possible here.
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] A number within the usual range.
           *[other] A number of at most { $high }.
        }
       *[other] { $high ->
            [not-given] A number of at least { $low }.
           *[other] A number from { $low } to { $high }.
        }
    }
    .remedy = Correct the number, or leave the cell empty if there is no data.
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# found: the cell; [nearest]: the date that it probably is; [part]
date-unreadable =
    .found = "{ $found }" is not a date.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Write day, month and year, for example 31/10/2011.
       *[other] If { $nearest } is meant, write it so. Otherwise write day, month and year.
    }
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# found: the date; low, high: beginning and end of the programme; [part]
date-outside =
    .found = The date { $found } lies outside the programme.
    .expected = A date from { $low } to { $high }.
    .remedy = Correct the date; often it is the year.
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# found: the cell; [nearest]: the period that it probably is
period-unreadable =
    .found = "{ $found }" names no month, quarter, semester or year.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Write the period with its year, for example 10/2011.
       *[other] If { $nearest } is meant, write it so.
    }
    .effect = Until then this value is not counted.

# found: the cell; list: the code list; [nearest]: the entry that comes closest; [part]
code-unknown =
    .found = "{ $found }" is not in the list "{ $list }".
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Choose an entry of the list. If one is lacking, ask the programme office to add it.
       *[other] Is "{ $nearest }" meant? Then write it so. If not, choose an entry of the list.
    }
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# found: the cell; list: the code list; [nearest]: the entry that comes closest
code-kept =
    .found = "{ $found }" is not in the list "{ $list }".
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Choose an entry of the list. If one is lacking, ask the programme office to add it.
       *[other] Is "{ $nearest }" meant? Then write it so. If not, choose an entry of the list.
    }
    .effect = The row is counted, but as "unknown".

# field: the column
value-missing =
    .found = "{ $field }" is empty.
    .expected = {""}
    .remedy = Fill in the cell. If the row holds no data, delete it.
    .effect = Until then this row is not counted.

# found: the spreadsheet's error value; [part]
cell-error =
    .found = The cell shows the error { $found }.
    .expected = A value.
    .remedy = Correct the formula, or write the value itself.
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

# [part]
formula-uncached =
    .found = The cell holds a formula whose result is not saved in the file.
    .expected = {""}
    .remedy = Open the file in your spreadsheet program, save it and send it again.
    .effect = { $part ->
        [value] Until then this value is not counted; the rest of the row is.
       *[other] Until then this row is not counted.
    }

characters-odd =
    .found = The text holds characters that cannot be seen or read.
    .expected = Letters, digits and punctuation.
    .remedy = Type the text again in this cell.
    .effect = It is counted as it stands.

# [found]: the form of the identifier (never itself), digits as 9, letters as A; [expected]: the right form
identifier-invalid =
    .found = { $found ->
        [not-given] The identity number does not have a valid form.
       *[other] The identity number does not have a valid form ({ $found }).
    }
    .expected = { $expected ->
        [not-given] {""}
       *[other] A form such as { $expected }.
    }
    .remedy = Compare it with the document and correct it.
    .effect = It is counted, but possibly twice: it cannot be recognised in other reports.

identifier-missing =
    .found = The identity number is missing.
    .expected = {""}
    .remedy = Fill it in if the document is at hand.
    .effect = It is counted, but possibly twice: it cannot be recognised in other reports.

# row: the row before
row-repeated =
    .found = This row says the same as row { $row }.
    .expected = Each participation once.
    .remedy = Delete one of the two if it was entered twice. If both took place, say what tells them apart.
    .effect = Both are counted: the person once, amounts and hours twice.

# row: the row before
name-differs =
    .found = This identity number stands in row { $row } beside another name.
    .expected = One number for each person.
    .remedy = Compare both rows with the documents and correct the number or the name.
    .effect = Both rows are counted as one person.

# row: the row before
person-repeated =
    .found = A person of the same name and date of birth stands in row { $row } with another identity number.
    .expected = One number for each person.
    .remedy = Compare both numbers with the document and correct the one that is wrong. If they are two people, nothing to do.
    .effect = They are counted as two people unless linking says otherwise.

identifier-shared =
    .found = The same identity number stands with someone who has another name, and another date of birth or sex.
    .expected = {""}
    .remedy = Correct it where it is a relative's or was copied from another line.
    .effect = It is counted, by name and date of birth: the number does not say who it is.

# kind, compared, linked, review: how many; weights: learned or priors
link-compared =
    .found = { $kind ->
        [person] People
        [household] Households
        [enterprise] Enterprises
        [institution] Institutions
       *[other] Networks
    } were compared by more than their identifiers: of { $compared } that identifiers tell apart, { $linked } are others written differently. { $weights ->
        [learned] What each agreement is worth was learned from these records.
       *[other] What each agreement is worth comes from values for registers that are part of the program: there are too few records to learn from.
    }
    .expected = {""}
    .remedy = { $review ->
        [0] Nothing to do.
       *[other] { $review } pairs may be the same or not: complete identifiers and dates of birth where you can.
    }
    .effect = Those that are the same are counted once; pairs in doubt are counted as two.

# field: the column; found: the source's own total; expected: what its rows add up to
total-disagrees =
    .found = The total of "{ $field }" says { $found }, but the rows add up to { $expected }.
    .expected = {""}
    .remedy = Check whether a row is missing or stands there twice, or correct the total.
    .effect = The rows are counted, not the total.

# field: the total; found: what it says; expected: what the parts add up to
sum-disagrees =
    .found = "{ $field }" is { $found }, but its parts add up to { $expected }.
    .expected = A total that is the sum of its parts.
    .remedy = Correct the total or its parts.
    .effect = Until then this row is not counted.

# count: how many more; key: the code of the kind
more-of-this-kind =
    .found = { $count ->
        [one] And { $count } more of the same kind ({ $key }).
       *[other] And { $count } more of the same kind ({ $key }).
    }
    .expected = {""}
    .remedy = Correct the ones that are listed first; often one cause explains them all.
    .effect = {""}
