# What the program says around findings. The same keys and variables stand in en.ftl and es.ftl.

error = erreur
defect =
    Mola a un défaut et a dû s'arrêter ; rien de ce qui était enregistré n'est perdu.
    Merci de le signaler avec cet emplacement : { $place } (mola { $version }). Il ne contient aucune donnée.
more = … et { $count } de plus
faults = { $count ->
    [one] { $count } faute. Tant qu'elle n'est pas corrigée, rien n'est exécuté.
   *[other] { $count } fautes. Tant qu'elles ne sont pas corrigées, rien n'est exécuté.
 }

# The command line
usage-help = Essayez --help.
usage-unknown-argument = L'option { $value } n'existe pas ici.
usage-unknown-command = La commande { $value } n'existe pas.
usage-nearest = Vouliez-vous dire { $value } ?
usage-missing = Il manque { $value }.
usage-value-missing = { $value } demande une valeur.
usage-value-unknown = { $arg } ne peut pas être { $value }. Valeurs possibles : { $allowed }.
usage-value-invalid = { $arg } ne peut pas être { $value }. { $hint }
usage-conflict = { $first } et { $second } ne vont pas ensemble.
usage-hint-period = Écrivez un mois (2011-10), trimestre (2011-Q4), semestre (2011-S2) ou une année (2011).
usage-hint-moment = Écrivez un jour (2011-11-15) ou un moment (2011-11-15T12:00:00Z).

# Why something is not done
failure-no-pipeline = Il n'y a pas de pipeline.toml dans { $path }. Indiquez le dossier d'un pipeline.
failure-no-pipeline-here = Il n'y a pas de pipeline ici : aucun dossier de pipelines/ ne contient de pipeline.toml. Allez dans le dossier d'un projet, indiquez un pipeline, ou créez un projet avec : mola init mon-projet
failure-several-pipelines = Il y a plusieurs pipelines : { $names }. Indiquez lequel, par exemple : mola run { $first }
failure-unreadable = { $path } ne peut pas être lu : { $reason }.
failure-unwritable = { $path } ne peut pas être écrit : { $reason }.
failure-reader-lost = Les fichiers ne peuvent pas être lus : le processus qui les lit ne démarre pas ou a disparu ({ $reason }). Rien n’a été pris ; relancez.
failure-settings-changed = Les réglages ont été enregistrés pendant la lecture des fichiers. Rien n’a été pris ; relancez.
failure-output = La réponse ne peut pas être écrite : { $reason }.
failure-report = Le rapport ne peut pas être écrit : { $reason }.
failure-record = Un enregistrement de l'entrepôt est incompréhensible : une autre version de Mola l'a écrit. Utilisez cette version, ou un autre entrepôt avec --store.
failure-defect = Mola a un défaut ({ $reason }). Merci de le signaler (mola { $version }).
failure-no-run = Il n'y a pas encore de rapport. Faites-en un avec : mola run { $pipeline }
failure-no-figure = Aucun chiffre du dernier rapport n'a l'identifiant ou la valeur { $figure }. Les identifiants sont dans la feuille Données du rapport.
failure-no-cases = Il n’y a pas de cas : { $path } n’existe pas. Écrivez-le ; ce qui est sur la sortie standard est un début.
failure-no-case = Aucun cas de { $file } n’a { $name } dans son nom.
failure-not-empty = { $path } n'est pas vide. Indiquez un dossier vide ou qui n'existe pas encore.
failure-programme-twice = Deux des pipelines sont du programme { $programme }. Nommez chaque programme une fois.
failure-one-inbox = --inbox nomme la boîte d'un seul pipeline. Omettez-la si vous en nommez plusieurs : chacun a la sienne.
failure-period-outside = { $period } est en dehors du programme, qui rapporte de { $first } à { $last }.
failure-no-issue = Aucune édition n'a un identifiant qui commence par { $issue }. La liste : mola issues { $pipeline }
failure-issue-ambiguous = Plusieurs éditions ont un identifiant qui commence par { $issue } : { $ids }. Écrivez plus de chiffres.
failure-issue-elsewhere = L'édition { $issue } est du programme { $owner }, pas de { $programme }. Indiquez le pipeline de { $owner }.
failure-not-closed = { $period } n'est pas clos : il n'a aucune édition. Fermez-le avec : mola close { $pipeline } { $period }
failure-already-closed = { $period } est clos par l'édition { $issue }, qui reste telle quelle. Pour une nouvelle édition : mola reopen { $pipeline } { $period } --reason "…", puis mola close.
failure-already-open = { $period } est déjà rouvert. Fermez-le avec : mola close { $pipeline } { $period }
failure-no-pair = Aucune paire ne s’appelle { $pair }. Les paires à décider, et les décisions prises, se voient avec : mola review
failure-decision-unsigned = Une décision porte qui l’a prise et pourquoi, et reste dans le registre d’audit. Écrivez-le avec : --by "…" --reason "…"
failure-no-decisions = La feuille n’a pas de colonne pour les décisions. Écrivez le classeur avec : mola review --workbook FILE
failure-decision-unknown = La ligne { $row } dit « { $found } », ce qui n’est pas une décision. Écrivez « le même » ou « différents », ou laissez la cellule vide. Aucune décision n’a été gardée.
failure-not-quarantined = Aucun fichier écarté n’est { $file }. Sont écartés : { $aside }.
failure-none-quarantined = Aucun fichier n’est écarté : { $file } n’a pas besoin d’un nouvel essai. Un fichier nouveau ou corrigé se lit avec : mola run
failure-no-reason = Rouvrir une période close demande un motif, qui est gardé dans le registre d'audit. Écrivez-le avec : --reason "…"
failure-format-absent = L'édition { $issue } n'a pas été faite comme { $format }, et elle a été close avant que Mola ne garde les éditions entières ; elle ne peut plus l'être. Elle existe comme : { $there }. Choisissez avec --as.
failure-format-unsaid = Le format { $format } a besoin de ce que dit la table { $table } de { $pipeline }/pipeline.toml, qui n'existe pas. Ajoutez-la ; mola schema pipeline dit ce qui y figure.
failure-template = { $path } ne peut pas être rempli : { $reason }. Un modèle est un classeur xlsx ou xlsm sans mot de passe.
failure-no-donor = Le pipeline n'a pas de bailleur « { $donor } ». Il y a : { $there }.
failure-no-donors = Le pipeline n'a pas de bailleur « { $donor } », ni aucun autre. Ajoutez une table [report.{ $donor }] à pipeline.toml.
failure-language-absent = L'édition { $issue } n'a pas été faite en « { $language } ». Elle existe en : { $there }. Choisissez avec --lang.
failure-fields = Le fichier des champs est incompréhensible : { $reason }. Écrivez une table [fields] de noms et de types.
failure-field-kind = Le champ { $field } ne peut pas être { $kind }. Il peut être : { $allowed }.
failure-no-field = Aucune liste n'a de champ { $field }. Écrivez-le comme dans l'en-tête.
failure-store = L'entrepôt ne peut pas être utilisé : { $reason }.
failure-store-io = { $path }, qui fait partie de l'entrepôt, ne peut pas être utilisé : { $reason }.
failure-store-locked = Une autre exécution utilise l'entrepôt { $path }. Attendez qu'elle soit finie, ou utilisez un autre entrepôt avec --store.
failure-store-watched = Un autre mola watch travaille déjà avec l’entrepôt { $path }. Terminez-le d’abord, ou prenez un autre entrepôt avec --store.
failure-store-fenced = Une autre exécution a écrit entre-temps dans l’entrepôt { $path } : celle-ci n’a rien changé. Relancez.
failure-store-absent = Il n'y a pas encore d'entrepôt dans { $path } ; la première exécution le crée.
failure-store-newer = Une version plus récente de Mola a écrit { $path }. Utilisez cette version, ou un autre entrepôt avec --store.
failure-store-older = Une version plus ancienne de Mola a écrit { $path }. La prochaine exécution le met à jour : mola run
failure-store-damaged = L'entrepôt est endommagé : le fichier { $file } n'est pas ce qui a été gardé sous ce nom. Récupérez le dossier blobs de l'entrepôt d'une sauvegarde.
io-not-found = il n'existe pas
io-permission-denied = accès refusé
io-storage-full = le disque est plein
io-read-only = le disque est en lecture seule
io-is-a-folder = c'est un dossier
io-is-no-folder = ce n'est pas un dossier

# Progress
progress-reading = Lecture des fichiers
progress-measuring = Calcul des chiffres
progress-writing = Écriture du rapport

# mola run
run-period = période { $period }
run-provisional = provisoire
run-complete = complet
run-report = Rapport
run-feedback = Renvoyé
run-next = Ensuite
label-files = Fichiers
label-rows = Lignes
label-missing = Manquent
label-people = Personnes
label-findings = Constats
files-read = { $count ->
    [one] { $count } lu à l'instant
   *[other] { $count } lus à l'instant
 }
files-accepted = { $count ->
    [one] { $count } accepté
   *[other] { $count } acceptés
 }
files-quarantined = { $count } en quarantaine
files-waiting = { $count } en attente
files-superseded = { $count ->
    [one] { $count } remplacé
   *[other] { $count } remplacés
}
files-duplicate = { $count ->
    [one] { $count } en double
   *[other] { $count } en double
 }
rows = { $read } lues = { $kept } retenues + { $refused } refusées + { $ignored } omises
missing-report = { $agency } : { $source } { $period }, dû le { $due }
missing-none = rien de ce qui est dû
people = { $gross } rapportées − { $repeated } répétées − { $shared } partagées = { $people } uniques
women = { $women } femmes ({ $share })
column-code = Code
column-indicator = Indicateur
column-value = Valeur
column-target = Cible
column-share = %
column-standing = État
standing-achieved = atteint
standing-on-track = en bonne voie
standing-at-risk = à risque
standing-off-track = en retard
standing-not-yet-due = pas encore dû
standing-overdue = échu
standing-no-data = sans données
standing-no-target = sans cible
findings-none = aucun
findings-more = { $count ->
    [one] … et un de plus : le rapport les contient tous, --format json aussi.
   *[other] … et { $count } de plus : le rapport les contient tous, --format json aussi.
 }
count-errors = { $count ->
    [one] { $count } erreur
   *[other] { $count } erreurs
 }
count-warnings = { $count ->
    [one] { $count } avertissement
   *[other] { $count } avertissements
 }
count-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
 }

# mola init
init-done = { $folder } : { $count } fichiers écrits
init-inbox = un dossier par agence : les fichiers s'y déposent tels quels
init-mappings = la lecture de chaque type de fichier, et les listes de codes
init-pipelines = le programme : agences, indicateurs, cibles, échéances
init-readme = ce que tout cela est
init-next = Ensuite :

# mola check
check-sound = aucune faute
check-cases = { $count ->
    [one] { $count } faute dans les cas. Les exécutions n’en ont pas besoin ; mola test, si.
   *[other] { $count } fautes dans les cas. Les exécutions n’en ont pas besoin ; mola test, si.
 }
check-files = { $count ->
    [0] aucun fichier dans la boîte de réception
    [one] { $count } fichier dans la boîte de réception
   *[other] { $count } fichiers dans la boîte de réception
 }

# mola test
test-line = { $name } : { $subject } { $key } : attendu { $expected }, obtenu { $found }
test-summary = { $cases } : { $passed }, { $failed }
test-nothing = rien
test-count = { $count ->
    [one] { $count } cas
   *[other] { $count } cas
 }
test-passed = { $count } réussis
test-failed = { $count } échoués

# mola run avec plusieurs pipelines
portfolio-title = { $count ->
    [one] Portefeuille de { $count } programme
   *[other] Portefeuille de { $count } programmes
 }
portfolio-of-count = { $part } sur { $whole }
portfolio-none = Aucun indicateur n'a son code dans plus d'un programme.
portfolio-report = Portefeuille
column-together = Ensemble
column-programmes = Programmes

# mola status
status-last = Dernière exécution
status-never = aucune encore
status-new = Nouveaux
status-waiting = En attente
column-file = Fichier
column-received = Reçu
column-kept = Lignes
column-refused = Refusées
column-state = État
state-accepted = accepté
state-quarantined = en quarantaine
state-superseded = remplacé
state-waiting = en attente
state-duplicate = en double

# mola explain
column-agency = Agence
column-records = Enregistrements
column-beneficiaries = Bénéficiaires
explain-months = Mois
explain-rule = Règle
explain-behind = Provient de
explain-records = { $count ->
    [one] { $count } enregistrement
   *[other] { $count } enregistrements
 }
explain-beneficiaries = { $count ->
    [one] { $count } bénéficiaire
   *[other] { $count } bénéficiaires
 }
explain-sheet = feuille « { $sheet } »
explain-received = reçu { $when }
explain-row = ligne { $row }
explain-beneficiary = n° { $number }
explain-more = { $count ->
    [one] … et un enregistrement de plus :
   *[other] … et { $count } enregistrements de plus :
 }
explain-others = Même valeur
explain-filled = Calcul
explain-basis = Repose sur
explain-parts = Parties
explain-progress = Chemin fait
explain-listed = { $count } connus un par un, dans des listes ; des autres on n’a que des totaux
explain-population = de { $count } au plus
explain-policy-sum = on montre la somme : personne n’est dans deux
explain-policy-max = on montre le plus grand : tous sont dans tous
explain-policy-custom = on montre un nombre déclaré
explain-policy-none = personne n’a déclaré quel point montrer : la fourchette seule
explain-policy-reason = pourquoi : { $reason }
explain-held = { $actual } pour maintenir { $target } : maintenu
explain-not-held = { $actual } pour maintenir { $target } : non maintenu
value-missing = manque
value-not-applicable = sans objet
value-not-yet-due = pas encore dû
value-suppressed = masqué
rule-unique = Chaque bénéficiaire compte une seule fois, entre mois, lieux et agences.
rule-count = Nombre de participations, et ce que les agences rapportent sous l'indicateur.
rule-sum = Somme de { $measure } sur toutes les participations, et de ce que les agences rapportent sous l'indicateur.
rule-sum-observed = Somme de ce que les agences rapportent sous l'indicateur ; des rapports cumulés, seulement ce qui s'ajoute.
rule-mean = Moyenne de { $measure } : de chaque bénéficiaire, la dernière valeur rapportée.
rule-stock = Somme de { $measure } : de chaque bénéficiaire, la dernière valeur rapportée.
rule-stock-observed = La dernière valeur rapportée en chaque lieu, additionnée comme l'indicateur le permet.
rule-ratio = Somme des numérateurs sur somme des dénominateurs, selon le dernier rapport.
rule-indirect = Par ménage unique : sa taille moins ses membres directs.
rule-milestone = Atteint ou non, selon les agences ; ce qui est atteint le reste.
rule-ordinal = Niveaux, du plus bas au plus haut : { $levels }.
rule-text = Textes tels que les agences les rapportent ; ils ne sont pas combinés.
rule-rate = Argent { $first } sur argent { $second }.

# mola close, reopen, issues, report, diff
run-closed-by = La période est close par l'édition { $issue } ; ceci est un brouillon de ce qui est connu maintenant.
label-changes = Modifications
changes-since = { $count ->
    [0] aucun chiffre de l'édition { $issue } n'a changé
    [one] { $count } chiffre de l'édition { $issue } a changé
   *[other] { $count } chiffres de l'édition { $issue } ont changé
 }
changes-line = { $figure } { $old } → { $new } : { $parts }
reason-definition = définition
reason-linking = appariement
reason-code-list = liste de codes
reason-exchange-rate = taux de change
reason-correction = correction
reason-late-data = données tardives
close-done = { $period } est close par l'édition { $issue }. Ce qui arrive après ne la change pas : le prochain rapport dit ce que sont devenus ses chiffres.
close-replaces = Elle remplace l'édition { $issue }, qui est conservée.
close-provisional = Elle est provisoire : quelque chose manquait, a été refusé ou est en quarantaine.
reopen-done = { $period } est rouverte. L'édition { $issue } reste telle quelle.
issues-none = Aucune période n'est encore close.
column-issue = Édition
column-period = Période
column-closed = Close le
column-report = Rapport
column-replaces = Remplace
column-figure = Chiffre
column-before = Avant
column-now = Maintenant
column-difference = Différence
issue-closed = close
issue-reopened = rouverte
issue-replaced = remplacée
issue-reopened-because = { $period } rouverte le { $moment } : { $reason }
report-run = Rapport de { $period }, tel que la dernière consolidation l’a laissé.
report-done = Édition { $issue } de { $period }, close le { $moment }, telle qu'elle a été publiée.
diff-issue = { $period }, close le { $moment }
diff-none = Aucun chiffre ne diffère.
diff-more = { $count ->
    [one] … et un chiffre plus ventilé : --all le montre.
   *[other] … et { $count } chiffres plus ventilés : --all les montre.
 }
diff-issued = Les motifs sont ceux de l'édition la plus récente, telle qu'elle a été close. Ils s'additionnent pour donner la différence.
diff-measured = Les motifs sont mesurés avec les réglages d'aujourd'hui. Ils s'additionnent pour donner la différence.

# mola inspect
inspect-format = Format
inspect-encoding = Encodage
inspect-delimiter = Séparateur
inspect-sheets = Feuilles
inspect-sheet = Feuille « { $sheet } »
inspect-rows = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
 }
inspect-hidden-rows = { $count ->
    [one] { $count } ligne masquée
   *[other] { $count } lignes masquées
 }
inspect-hidden-columns = colonnes masquées { $columns }
inspect-merged = { $count ->
    [one] { $count } plage fusionnée
   *[other] { $count } plages fusionnées
 }
inspect-table = Tableau { $area }
inspect-header = en-tête en ligne { $rows }
inspect-no-header = sans en-tête
inspect-no-table = aucun tableau
inspect-anchor = sous « { $text } »
inspect-totals = totaux en lignes { $rows }
inspect-groups = titres de groupes en lignes { $rows }
inspect-notes = notes en lignes { $rows }
inspect-missing = sans donnée : { $texts }
# The kinds with their counts and the first cell of each, such as 5 × text (N6).
inspect-odd = d'un autre type : { $kinds }
inspect-mixed = { $kinds }
encoding-bom = par sa marque initiale
encoding-utf8 = valide partout
encoding-declared = celui que le fichier déclare
encoding-guessed = supposé : vérifiez les accents
sheet-visible = visible
sheet-hidden = masquée
sheet-very-hidden = masquée aussi dans les menus
sheet-empty = vide
kind-empty = vide
kind-text = texte
kind-code = codes
kind-number = nombre
kind-number-as-text = nombre en texte
kind-date = date
kind-date-as-text = date en texte
kind-truth = vrai ou faux
kind-broken = erreurs
kind-mixed = mélangée
column-personal = personnel

explain-range = Fourchette
explain-why = Pourquoi
explain-reporters = Rapporteurs
explain-of = { $first } sur { $second }
explain-from-to = De { $low } à { $high }
reason-cannot-add-up = des parts ou moyennes sont venues sans les nombres dont elles sont faites
reason-not-added = sa règle ne permet pas de total de ce qui est rapporté
reason-denominator-zero = le dénominateur est 0
reason-only-totals = bénéficiaires connus seulement comme totaux : une fourchette
reason-undecided = il reste à décider qui est le même : une fourchette
reason-partial = des rapports sur une durée plus longue sont laissés de côté
reason-operand-missing = un chiffre dont la formule a besoin manque
reason-fell = un rapport cumulé a baissé : on ne peut dire ce que la période a apporté

link-done = { $rows } lignes concernent { $clusters } personnes ou choses ; { $review } paires sont à examiner.

key-made = Nouvelle clé de l’entrepôt : { $path }. Gardez-en dès maintenant une copie ailleurs (pas à côté de l’entrepôt) : sans elle, personne ne pourra lire les noms ni les fichiers conservés.
failure-key-absent = La clé { $id } de cet entrepôt est introuvable ; elle a été cherchée ici : { $place }. Remettez-y sa copie, ou indiquez son fichier dans la variable MOLA_KEY_FILE. Sans elle, rien de ce qui est conservé ne peut être lu, et Mola n’en crée pas d’autre à sa place.
failure-key-other = La clé de cet entrepôt est { $id }, et { $place } contient { $found }. Mettez-y la bonne, ou indiquez son fichier dans la variable MOLA_KEY_FILE. Rien n’a été modifié.
failure-key-unreadable = Il n’y a pas de clé ici : { $place }. Sont attendus 64 chiffres hexadécimaux. Remettez-y la copie de votre clé.
failure-key-nowhere = Il n’y a pas de dossier de configuration où garder la clé de l’entrepôt. Indiquez un fichier pour elle dans la variable MOLA_KEY_FILE.
failure-sealed = Ceci ne s’ouvre pas avec la clé de l’entrepôt : { $what }. Le contenu a été modifié depuis, ou scellé sous une autre clé ; restaurez l’entrepôt à partir d’une copie.

# mola log, mola retry
log-none = Rien de ce genre n’a été fait.
log-supersedes = prend la place du précédent
log-file-received = reçu
log-file-duplicate = même contenu
log-file-replaced = version plus récente
log-finding-answered = répondu
log-segment-restored = refait à partir du fichier
log-file-retried = relu
log-report-made = rapport établi
log-period-closed = clos
log-period-reopened = rouvert
retry-none = Aucun fichier n’est écarté.

log-link-decided = décidé
log-review-unmasked = vu sans masque

# mola review
review-counts = { $open ->
    [0] Il ne reste aucune paire à décider
    [1] Il reste une paire à décider
   *[other] Il reste { $open } paires à décider
} ; { $decided ->
    [0] rien n’est décidé.
    [1] une est décidée.
   *[other] { $decided } sont décidées.
}
review-more = Il y en a { $count } de plus : toutes sont dans --workbook et dans --format json.
review-decided = Décisions
review-same = le même
review-different = différents
review-ask = ({ $number } sur { $all })  1 le même · 2 différents · Entrée pour continuer · q pour finir ; après 1 ou 2, le motif :

# mola watch
watch-began = surveillance de { $inbox } ; Ctrl-C y met fin
watch-ended = terminé
watch-again = Nouvel essai plus tard.
