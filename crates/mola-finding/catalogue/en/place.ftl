# Where a finding is, and the words around a list of findings.
place-sheet = sheet "{ $value }"
place-cell = cell { $value }
place-line = line { $value }
place-column = column { $value }
place-none = General
severity-error = error
severity-warning = warning
severity-note = note
# $count: how many findings of the kind are not listed. $value: the code of the kind.
list-more = … and { $count } more ({ $value }).
