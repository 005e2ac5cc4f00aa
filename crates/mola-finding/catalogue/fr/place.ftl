# Where a finding is, and the words around a list of findings.
place-sheet = feuille « { $value } »
place-cell = cellule { $value }
place-line = ligne { $value }
place-column = colonne { $value }
place-none = Général
severity-error = erreur
severity-warning = avertissement
severity-note = note
list-more = … et { $count } de plus ({ $value }).
