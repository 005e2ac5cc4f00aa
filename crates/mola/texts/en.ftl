# What the program says around findings. The same keys and variables stand in es.ftl and fr.ftl.

error = error
defect =
    Mola has a defect and had to stop; nothing that was stored before is lost.
    Please report it with this place: { $place } (mola { $version }). No data are in it.
more = … and { $count } more
faults = { $count ->
    [one] { $count } fault. Until it is mended nothing is run.
   *[other] { $count } faults. Until they are mended nothing is run.
 }

# The command line
usage-help = Try --help.
usage-unknown-argument = There is no option { $value } here.
usage-unknown-command = There is no command { $value }.
usage-nearest = Did you mean { $value }?
usage-missing = { $value } is missing.
usage-value-missing = { $value } needs a value.
usage-value-unknown = { $arg } cannot be { $value }. It can be: { $allowed }.
usage-value-invalid = { $arg } cannot be { $value }. { $hint }
usage-conflict = { $first } and { $second } cannot go together.
usage-hint-period = Write a month (2011-10), quarter (2011-Q4), semester (2011-S2) or year (2011).
usage-hint-moment = Write a day (2011-11-15) or a moment (2011-11-15T12:00:00Z).

# Why something is not done
failure-no-pipeline = There is no pipeline.toml in { $path }. Name the folder of a pipeline.
failure-no-pipeline-here = There is no pipeline here: no folder of pipelines/ holds a pipeline.toml. Go into a project's folder, name a pipeline, or make a project with: mola init my-project
failure-several-pipelines = There are several pipelines: { $names }. Name the one that you mean, for example: mola run { $first }
failure-unreadable = { $path } cannot be read: { $reason }.
failure-unwritable = { $path } cannot be written: { $reason }.
failure-reader-lost = Files cannot be read: the process for it does not start or is lost ({ $reason }). Nothing was taken in; run again.
failure-settings-changed = The settings were saved while files were being read. Nothing was taken in; run again.
failure-output = The answer cannot be written: { $reason }.
failure-report = The report cannot be written: { $reason }.
failure-record = A record of the store cannot be understood: another version of Mola wrote it. Use that version, or another store with --store.
failure-defect = Mola has a defect ({ $reason }). Please report it (mola { $version }).
failure-no-run = There is no report yet. Make one with: mola run { $pipeline }
failure-no-figure = No figure of the last report has the id or the value { $figure }. The ids stand in the sheet Data of the report.
failure-no-cases = There are no cases: { $path } does not exist. Write it; what stands on standard output is a start.
failure-no-case = No case in { $file } has { $name } in its name.
failure-not-empty = { $path } is not empty. Name a folder that is empty or does not exist yet.
failure-programme-twice = Two of the pipelines are of the programme { $programme }. Name each programme once.
failure-one-inbox = --inbox names the inbox of one pipeline. Leave it out where you name several: each has its own.
failure-period-outside = { $period } lies outside the programme, which reports from { $first } to { $last }.
failure-no-issue = No issue has an id that begins with { $issue }. List them with: mola issues { $pipeline }
failure-issue-ambiguous = Several issues have an id that begins with { $issue }: { $ids }. Write more digits.
failure-issue-elsewhere = Issue { $issue } is one of the programme { $owner }, not of { $programme }. Name the pipeline of { $owner }.
failure-not-closed = { $period } is not closed: there is no issue of it. Close it with: mola close { $pipeline } { $period }
failure-already-closed = { $period } is closed by issue { $issue }, which stays as it is. To issue it anew: mola reopen { $pipeline } { $period } --reason "…", then mola close.
failure-already-open = { $period } is open again already. Close it with: mola close { $pipeline } { $period }
failure-no-pair = No pair is called { $pair }. Pairs to decide, and those that are decided, are listed by: mola review
failure-decision-unsigned = A decision carries who made it and why, and goes into the audit trail. Write it with: --by "…" --reason "…"
failure-no-decisions = The sheet has no column for decisions. Write the workbook with: mola review --workbook FILE
failure-decision-unknown = Row { $row } says "{ $found }", which is no decision. Write "the same" or "different", or leave the cell empty. No decision was kept.
failure-not-quarantined = No file that was set aside is { $file }. Set aside are: { $aside }.
failure-none-quarantined = No file was set aside, so { $file } needs no retry. A new or corrected file is read by: mola run
failure-no-reason = Opening a closed period again needs a reason, which goes into the audit trail. Write it with: --reason "…"
failure-format-absent = Issue { $issue } was not made as { $format }, and it was closed before Mola kept issues whole, so that it cannot be made now. It is there as: { $there }. Choose one with --as.
failure-format-unsaid = The format { $format } needs what the table { $table } of { $pipeline }/pipeline.toml says, and there is none. Add it; mola schema pipeline says what stands in it.
failure-template = { $path } cannot be filled: { $reason }. A template is an xlsx or xlsm workbook without a password.
failure-no-donor = The pipeline has no donor "{ $donor }". There are: { $there }.
failure-no-donors = The pipeline has no donor "{ $donor }", nor any other. Add a table [report.{ $donor }] to pipeline.toml.
failure-language-absent = Issue { $issue } was not made in "{ $language }". It is there in: { $there }. Choose one with --lang.
failure-fields = The file of fields cannot be understood: { $reason }. Write a table [fields] of names and kinds.
failure-field-kind = The field { $field } cannot be { $kind }. It can be: { $allowed }.
failure-no-field = No list has a field { $field }. Write it as it stands in the header.
failure-store = The store cannot be used: { $reason }.
failure-store-io = { $path }, a part of the store, cannot be used: { $reason }.
failure-store-locked = Another run is using the store { $path }. Wait until it has ended, or use another store with --store.
failure-store-watched = Another mola watch is at work for the store { $path }. End it first, or use another store with --store.
failure-store-fenced = Another run has written to the store { $path } meanwhile, so this one changed nothing. Run again.
failure-store-absent = There is no store at { $path } yet; the first run makes it.
failure-store-newer = A newer version of Mola wrote { $path }. Use that version, or another store with --store.
failure-store-older = An older version of Mola wrote { $path }. The next run brings it up to date: mola run
failure-store-damaged = The store is damaged: the file { $file } is not what was kept under this name. Put the folder blobs of the store back from a backup.
io-not-found = it does not exist
io-permission-denied = access is denied
io-storage-full = the disk is full
io-read-only = the disk can only be read
io-is-a-folder = it is a folder
io-is-no-folder = it is no folder

# Progress
progress-reading = Reading files
progress-measuring = Making figures
progress-writing = Writing the report

# mola run
run-period = period { $period }
run-provisional = provisional
run-complete = complete
run-report = Report
run-feedback = Feedback
run-next = Next
label-files = Files
label-rows = Rows
label-missing = Missing
label-people = People
label-findings = Findings
files-read = { $count } read now
files-accepted = { $count } accepted
files-quarantined = { $count } quarantined
files-waiting = { $count } waiting
files-superseded = { $count } superseded
files-duplicate = { $count } duplicate
rows = { $read } read = { $kept } kept + { $refused } refused + { $ignored } ignored
missing-report = { $agency }: { $source } { $period }, due { $due }
missing-none = nothing that is due
people = { $gross } reported − { $repeated } repeated − { $shared } shared = { $people } unique
women = { $women } women ({ $share })
column-code = Code
column-indicator = Indicator
column-value = Value
column-target = Target
column-share = %
column-standing = Status
standing-achieved = achieved
standing-on-track = on track
standing-at-risk = at risk
standing-off-track = off track
standing-not-yet-due = not yet due
standing-overdue = overdue
standing-no-data = no data
standing-no-target = no target
findings-none = none
findings-more = { $count ->
    [one] … and one more: the report lists all, and so does --format json.
   *[other] … and { $count } more: the report lists all, and so does --format json.
 }
count-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
 }
count-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
 }
count-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
 }

# mola init
init-done = { $folder }: { $count } files written
init-inbox = one folder for each agency: files go here as they come
init-mappings = how each kind of file is read, and the code lists
init-pipelines = the programme: agencies, indicators, targets, deadlines
init-readme = what is what
init-next = Next:

# mola check
check-sound = no faults
check-cases = { $count ->
    [one] { $count } fault in the cases. Runs do not need them; mola test does.
   *[other] { $count } faults in the cases. Runs do not need them; mola test does.
 }
check-files = { $count ->
    [0] no file in the inbox
    [one] { $count } file in the inbox
   *[other] { $count } files in the inbox
 }

# mola test
test-line = { $name }: { $subject } { $key }: expected { $expected }, found { $found }
test-summary = { $cases }: { $passed }, { $failed }
test-nothing = none
test-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 }
test-passed = { $count } passed
test-failed = { $count } failed

# mola run with several pipelines
portfolio-title = { $count ->
    [one] Portfolio of { $count } programme
   *[other] Portfolio of { $count } programmes
 }
portfolio-of-count = { $part } of { $whole }
portfolio-none = No indicator has its code in more than one programme.
portfolio-report = Portfolio
column-together = Together
column-programmes = Programmes

# mola status
status-last = Last run
status-never = none yet
status-new = New
status-waiting = Waiting
column-file = File
column-received = Received
column-kept = Rows
column-refused = Refused
column-state = State
state-accepted = accepted
state-quarantined = quarantined
state-superseded = replaced
state-waiting = waiting
state-duplicate = duplicate

# mola explain
column-agency = Agency
column-records = Records
column-beneficiaries = Beneficiaries
explain-months = Months
explain-rule = Rule
explain-behind = Made from
explain-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
 }
explain-beneficiaries = { $count ->
    [one] { $count } beneficiary
   *[other] { $count } beneficiaries
 }
explain-sheet = sheet "{ $sheet }"
explain-received = received { $when }
explain-row = row { $row }
explain-beneficiary = no. { $number }
explain-more = { $count ->
    [one] … and one record more:
   *[other] … and { $count } records more:
 }
explain-others = Same value
explain-filled = Worked out
explain-basis = Rests on
explain-parts = Parts
explain-progress = Way done
explain-listed = { $count } known one by one, in lists; of the others there are only totals
explain-population = of { $count } at most
explain-policy-sum = shown is the sum: nobody is in two
explain-policy-max = shown is the largest: everybody is in all
explain-policy-custom = shown is a declared number
explain-policy-none = nobody declared which point to show: the range alone
explain-policy-reason = why: { $reason }
explain-held = { $actual } where { $target } is to be held: held
explain-not-held = { $actual } where { $target } is to be held: not held
value-missing = missing
value-not-applicable = not applicable
value-not-yet-due = not yet due
value-suppressed = hidden
rule-unique = Each beneficiary is counted once, over months, places and agencies.
rule-count = Number of participations, and what agencies report under the indicator.
rule-sum = Sum of { $measure } over all participations, and of what agencies report under the indicator.
rule-sum-observed = Sum of what agencies report under the indicator; of cumulative reports only what was added.
rule-mean = Mean of { $measure }: of each beneficiary the last value reported.
rule-stock = Sum of { $measure }: of each beneficiary the last value reported.
rule-stock-observed = The last value reported in each place, added up as the indicator allows.
rule-ratio = Sum of numerators over sum of denominators, as last reported.
rule-indirect = Over unique households: their size less their direct members.
rule-milestone = Reached or not, as agencies report it; once reached it stays so.
rule-ordinal = Levels, from low to high: { $levels }.
rule-text = Texts as agencies report them; they are not brought together.
rule-rate = Money { $first } over money { $second }.

# mola close, reopen, issues, report, diff
run-closed-by = The period is closed by issue { $issue }; this is a draft of what is known now.
label-changes = Changes
changes-since = { $count ->
    [0] no figure of issue { $issue } has changed
    [one] { $count } figure of issue { $issue } has changed
   *[other] { $count } figures of issue { $issue } have changed
 }
changes-line = { $figure } { $old } → { $new }: { $parts }
reason-definition = definition
reason-linking = linking
reason-code-list = code list
reason-exchange-rate = exchange rate
reason-correction = correction
reason-late-data = late data
close-done = { $period } is closed by issue { $issue }. What comes later does not change it: the next report tells what became of its figures.
close-replaces = It takes the place of issue { $issue }, which is kept.
close-provisional = It is provisional: something was missing, refused or quarantined.
reopen-done = { $period } is open again. Issue { $issue } stays as it is.
issues-none = No period is closed yet.
column-issue = Issue
column-period = Period
column-closed = Closed
column-report = Report
column-replaces = Replaces
column-figure = Figure
column-before = Before
column-now = Now
column-difference = Difference
issue-closed = closed
issue-reopened = reopened
issue-replaced = replaced
issue-reopened-because = { $period } opened again on { $moment }: { $reason }
report-run = Report of { $period }, as the last run left it.
report-done = Issue { $issue } of { $period }, closed { $moment }, as it was issued.
diff-issue = { $period }, closed { $moment }
diff-none = No figure differs.
diff-more = { $count ->
    [one] … and one figure that is narrowed further: --all shows it.
   *[other] … and { $count } figures that are narrowed further: --all shows them.
 }
diff-issued = The reasons are those of the newer issue, as it was closed. They add up to the difference.
diff-measured = The reasons are measured under today's settings. They add up to the difference.

# mola inspect
inspect-format = Format
inspect-encoding = Encoding
inspect-delimiter = Delimiter
inspect-sheets = Sheets
inspect-sheet = Sheet "{ $sheet }"
inspect-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
inspect-hidden-rows = { $count ->
    [one] { $count } hidden row
   *[other] { $count } hidden rows
 }
inspect-hidden-columns = hidden columns { $columns }
inspect-merged = { $count ->
    [one] { $count } merged range
   *[other] { $count } merged ranges
 }
inspect-table = Table { $area }
inspect-header = header in row { $rows }
inspect-no-header = no header
inspect-no-table = no table
inspect-anchor = below "{ $text }"
inspect-totals = totals in rows { $rows }
inspect-groups = headings of groups in rows { $rows }
inspect-notes = notes in rows { $rows }
inspect-missing = no data: { $texts }
# The kinds with their counts and the first cell of each, such as 5 × text (N6).
inspect-odd = of another kind: { $kinds }
inspect-mixed = { $kinds }
encoding-bom = by its byte-order mark
encoding-utf8 = valid throughout
encoding-declared = as the file declares
encoding-guessed = guessed: check the accents
sheet-visible = visible
sheet-hidden = hidden
sheet-very-hidden = hidden from menus too
sheet-empty = empty
kind-empty = empty
kind-text = text
kind-code = codes
kind-number = number
kind-number-as-text = number as text
kind-date = date
kind-date-as-text = date as text
kind-truth = true or false
kind-broken = errors
kind-mixed = mixed
column-personal = personal

explain-range = Range
explain-why = Why
explain-reporters = Reporters
explain-of = { $first } of { $second }
explain-from-to = From { $low } to { $high }
reason-cannot-add-up = shares or averages came without the numbers that they were made from
reason-not-added = its rule allows no total over what was reported
reason-denominator-zero = the denominator is 0
reason-only-totals = beneficiaries known as totals only: a range
reason-undecided = people are still to decide who is the same: a range
reason-partial = reports about a longer time are left out
reason-operand-missing = a figure that the formula needs is missing
reason-fell = a cumulative report fell: what came in the period cannot be told

link-done = { $rows } rows are about { $clusters } people or things; { $review } pairs are to be reviewed.

key-made = New key of the store: { $path }. Keep a copy in another place now (not beside the store): without it nobody can read the names and files that are kept.
failure-key-absent = The key { $id } of this store is not found; it was looked for at { $place }. Put its copy back there, or name its file in the variable MOLA_KEY_FILE. Without it what is kept cannot be read, and Mola makes no other in its place.
failure-key-other = The key of this store is { $id }, and at { $place } is { $found }. Put the right one there, or name its file in the variable MOLA_KEY_FILE. Nothing was changed.
failure-key-unreadable = At { $place } is no key: 64 hexadecimal digits are expected. Put the copy of your key back there.
failure-key-nowhere = There is no configuration folder to keep the store’s key in. Name a file for it in the variable MOLA_KEY_FILE.
failure-sealed = This does not open with the store’s key: { $what }. It was changed after it was kept, or sealed under another key; restore the store from a copy.

# mola log, mola retry
log-none = Nothing of this kind was done.
log-supersedes = takes the place of the one before
log-file-received = received
log-file-duplicate = same content
log-file-replaced = newer version
log-finding-answered = answered
log-segment-restored = made again from the file
log-file-retried = read again
log-report-made = report made
log-period-closed = closed
log-period-reopened = opened again
retry-none = No file is set aside.

log-link-decided = decided
log-review-unmasked = seen unmasked

# mola review
review-counts = { $open ->
    [0] No pair is left to decide
    [1] One pair is left to decide
   *[other] { $open } pairs are left to decide
}; { $decided ->
    [0] none is decided.
    [1] one is decided.
   *[other] { $decided } are decided.
}
review-more = There are { $count } more: all of them are in --workbook and in --format json.
review-decided = Decided
review-same = the same
review-different = different
review-ask = ({ $number } of { $all })  1 the same · 2 different · Enter to go on · q to end; after 1 or 2, the reason:

# mola watch
watch-began = watching { $inbox }; Ctrl-C ends it
watch-ended = ended
watch-again = It is tried again.
