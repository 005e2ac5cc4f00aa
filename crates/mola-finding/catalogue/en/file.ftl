# Files. Above each message: the values that it names; those in brackets may be missing.

# [nearest]: the mapping that almost fits
file-unknown =
    .found = Mola does not know this kind of file.
    .expected = { $nearest ->
        [not-given] Each kind of file needs a mapping that says what its columns mean.
       *[other] The mapping that comes closest is "{ $nearest }", but it does not fit.
    }
    .remedy = Check that it is the right file, with its usual name and sheets. If the form is new, ask whoever keeps the mappings to add it.
    .effect = Until then nothing in this file is counted.

# first, second: the mappings
file-ambiguous =
    .found = Two mappings take this file: "{ $first }" and "{ $second }".
    .expected = Exactly one mapping for each file.
    .remedy = Narrow the file names or headers in one of the two mappings, or rename the file.
    .effect = Until then nothing in this file is counted.

file-empty =
    .found = The file is empty.
    .expected = A spreadsheet with data.
    .remedy = Open it on your computer, save it again and send it once more. If there is nothing to report, send the usual form with zeros.
    .effect = Until then this report counts as not received.

# [reason]: a word for the damage, as `mola-sheet` lists them; [part]: a name inside the file
file-damaged =
    .found = { $reason ->
        [cut-off] The file is damaged: it ends too early
        [directory] The file is damaged: it ends too early
        [checksum] The file is damaged: its content has changed on the way
        [inflate] The file is damaged: its content cannot be unpacked
        [part-missing] The file is damaged: something in it is missing
        [part-twice] The file is damaged: it holds one of its parts twice
        [parts-overlap] The file is damaged: its parts overlap
        [part-external] The file is damaged: it fetches a part from elsewhere
        [part-size] The file is damaged: a part is larger or smaller than the file says
        [compression] The file is damaged: a part is packed in a way that no spreadsheet program uses
        [markup] The file is damaged: the markup of a part cannot be read
        [doctype] The file is damaged: a part declares a document type, which no workbook needs
        [text] The file is damaged: some of its letters cannot be read
        [encoding-unknown] The file is damaged: its encoding is unknown
        [rows-twice] The file is damaged: a sheet has two blocks of rows
        [row-twice] The file is damaged: a row stands in it twice
        [row-order] The file is damaged: the rows of a large sheet are out of order
        [cell-twice] The file is damaged: a cell stands in it twice
        [cell-address] The file is damaged: a cell lies outside the sheet or has no true address
        [text-index] The file is damaged: a cell points to a text that is not there
        [style-index] The file is damaged: a cell points to a format that is not there
        [cell-type] The file is damaged: a cell is of a type that does not exist
        [cell-content] The file is damaged: the content of a cell does not fit its type
        [merged-range] The file is damaged: a merged range is impossible
        [sheet-twice] The file is damaged: two sheets have the same name
        [quote-open] The file is damaged: a quotation mark is opened and never closed
        [quote-swallows] The file is damaged: a stray quotation mark swallows whole rows
        [nul-byte] The file is damaged: the text contains characters that do not belong there
        [binary] The file is damaged: its inner structure is broken, or it ends too early
        [structure] The file is damaged: its inner structure is broken, or it ends too early
        [not-given] The file is cut off or damaged
       *[other] The file is cut off or damaged ({ $reason })
    }{ $part ->
        [not-given] .
       *[other] {" "}({ $part }).
    }
    .expected = A whole file, as your spreadsheet program saves it.
    .remedy = { $reason ->
        [quote-open] Delete the quotation mark, or write it twice inside a text, save the file and send it once more.
        [quote-swallows] Delete the quotation mark, or write it twice inside a text, save the file and send it once more.
        [sheet-twice] Give each sheet a name of its own, save the file and send it once more.
       *[other] Open it on your computer, save it again and send it once more. If it does not open there either, take an earlier copy.
    }
    .effect = Until then nothing in this file is counted.

file-encrypted =
    .found = The file is locked with a password.
    .expected = A file that opens without a password.
    .remedy = Save it without a password (File, Info, Protect Workbook) and send it again.
    .effect = Until then nothing in this file is counted.

# found: a word for what it is, as `mola-sheet` lists them
file-not-spreadsheet =
    .found = { $found ->
        [pdf] This is a PDF document, not a spreadsheet.
        [document] This is a text document, not a spreadsheet.
        [presentation] This is a presentation, not a spreadsheet.
        [image] This is an image, not a spreadsheet.
        [zip] This is a ZIP archive, not a spreadsheet.
        [compressed] This is a compressed file, not a spreadsheet.
        [web-page] This is a web page without a table, not a spreadsheet.
        [json] This is a JSON file, not a spreadsheet.
        [xml] This is an XML file of another kind, not a spreadsheet.
        [database] This is a database, not a spreadsheet.
        [office-binary] This is a mail or another Office file, not a spreadsheet.
        [ancient-workbook] This is a workbook of Excel 4 or older, which Mola cannot read.
        [program] This is a program, not a spreadsheet.
        [text] This is plain text without a table, not a spreadsheet.
        [zip-of-workbooks] This is a ZIP archive with spreadsheets inside.
        [unknown] This is not a spreadsheet.
       *[other] This is not a spreadsheet ({ $found }).
    }
    .expected = A spreadsheet: xlsx, xls, ods or csv.
    .remedy = { $found ->
        [zip] Take the spreadsheets out of the archive and send each one by itself.
        [zip-of-workbooks] Take the spreadsheets out of the archive and send each one by itself.
        [compressed] Take the spreadsheets out of the archive and send each one by itself.
       *[other] Send the spreadsheet that the data come from.
    }
    .effect = Until then nothing in this file is counted.

# limit: how much is allowed; [found]: how much there is; [reason]: inflated, cells, rows, columns, sheets, parts, text
file-too-large =
    .found = { $reason ->
        [inflated] The file is too large when unpacked
        [cells] The file has too many cells
        [rows] The file has too many rows
        [columns] The file has too many columns
        [sheets] The file has too many sheets
        [parts] The file has too many parts
        [text] A cell of the file holds too long a text
       *[other] The file is too large
    }{ $found ->
        [not-given] .
       *[other] : { $found }.
    }
    .expected = { $reason ->
        [inflated] At most { $limit } bytes.
        [text] At most { $limit } bytes.
       *[other] At most { $limit }.
    }
    .remedy = Delete empty rows, columns and sheets after the data, or split the file, and send it again.
    .effect = Until then nothing in this file is counted.

# [reason]: the system's words
file-unopened =
    .found = { $reason ->
        [not-given] The file cannot be opened.
       *[other] The file cannot be opened ({ $reason }).
    }
    .expected = A file that this computer may read.
    .remedy = Close it in other programs, check its access rights and run again.
    .effect = Until then nothing in this file is counted.

# memory: MB that one file may take; seconds: of processor time; [reason]: memory, time, stopped
file-unread =
    .found = { $reason ->
        [memory] Reading the file takes more memory than one file may take.
        [time] Reading the file takes longer than one file may take.
        [stopped] The reading of the file was stopped from outside.
       *[other] The reading of the file broke off.
    }
    .expected = { $reason ->
        [stopped] {""}
       *[other] A file that can be read with { $memory } MB of memory in { $seconds } seconds.
    }
    .remedy = { $reason ->
        [stopped] Run again: the file is read anew.
        [memory] Delete empty rows, columns and sheets after the data, or split the file, and send it again.
        [time] Delete empty rows, columns and sheets after the data, or split the file, and send it again.
       *[other] Open it in your spreadsheet program, save it as an XLSX workbook and send it once more.
    }
    .effect = Until then nothing in this file is counted.

# file: the first file with the same content
file-duplicate =
    .found = This file has the same content as "{ $file }".
    .expected = {""}
    .remedy = Nothing to do. If you meant to send a new version, check that you saved it.
    .effect = It is counted once.

# [first]: when the older file came
file-superseded =
    .found = { $first ->
        [not-given] A newer version of this file has come.
       *[other] A newer version of this file has come; the older one is of { $first }.
    }
    .expected = {""}
    .remedy = Nothing to do if the new version is complete. If it holds only additions, send the whole file.
    .effect = From now on the newer version counts. The older one is kept.

# file: the other file
file-repeated =
    .found = This file holds the same rows as "{ $file }".
    .expected = {""}
    .remedy = Nothing to do. If you meant to send a new version, check that you saved it.
    .effect = They are counted once.

# file: the other file; count: rows that both have; rows: rows of this file
rows-overlap =
    .found = { $count } of { $rows } rows also stand in "{ $file }".
    .expected = Each row in one file.
    .remedy = If this file takes the place of the other one, send it under the same name, or ask whoever keeps the mappings to say how versions are told apart.
    .effect = Both files are counted: people once, amounts and hours twice.

# file: the older file; unchanged, changed, added: rows
file-restated =
    .found = This file takes the place of "{ $file }": { $unchanged } rows are as before, { $changed } changed, { $added } new.
    .expected = {""}
    .remedy = {""}
    .effect = This file counts. The older one is kept.

# file: the older file; count: how many; rows: their numbers there
rows-vanished =
    .found = { $count ->
        [one] { $count } row of "{ $file }" is not in this file: row { $rows } there.
       *[other] { $count } rows of "{ $file }" are not in this file: rows { $rows } there.
    }
    .expected = All rows of the older file, corrected where needed.
    .remedy = If they were taken out on purpose, answer "it is right" with the reason. If not, add them again and send the whole file.
    .effect = They are no longer counted.

version-missing =
    .found = The file does not say which version it is.
    .expected = The date or number that its mapping asks for.
    .remedy = Write it where it always stands, and send the file again.
    .effect = Other versions that do say it take its place.

# answer: right, unreasoned, corrected, question; key: the code of what is answered; found: its place
answer-given =
    .found = { $answer ->
        [right] The agency answers that it is right: { $key }, { $found }.
        [unreasoned] The agency answers that it is right and gives no reason: { $key }, { $found }.
        [corrected] The agency answers that it is corrected: { $key }, { $found }.
        [question] The agency has a question: { $key }, { $found }.
       *[other] The agency answers "{ $answer }": { $key }, { $found }.
    }
    .expected = {""}
    .remedy = { $answer ->
        [unreasoned] Write the reason beside the answer and send the workbook again.
        [question] Answer it; it stands in this cell.
       *[other] The reason stands in this cell.
    }
    .effect = { $answer ->
        [right] As long as the same value stands there it is not told again, unless it keeps something from being counted.
       *[other] {""}
    }

# found: the format; expected: the ending of the name
format-mismatch =
    .found = The name ends in "{ $expected }", but the content is { $found }.
    .expected = {""}
    .remedy = Nothing to do. To avoid warnings when you open it, save it under its own format.
    .effect = It is read as { $found }, and its data are counted.

# found: the encoding
encoding-guessed =
    .found = The file does not say how its letters are encoded; it was read as { $found }.
    .expected = {""}
    .remedy = Check that accents and ñ look right. If not, save the file as "CSV UTF-8".
    .effect = The data are counted as read.
