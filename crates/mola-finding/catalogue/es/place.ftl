# Where a finding is, and the words around a list of findings.
place-sheet = hoja «{ $value }»
place-cell = celda { $value }
place-line = línea { $value }
place-column = columna { $value }
place-none = General
severity-error = error
severity-warning = advertencia
severity-note = nota
list-more = … y { $count } más ({ $value }).
