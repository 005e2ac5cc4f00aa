# Fichiers.

file-unknown =
    .found = Mola ne connaît pas ce type de fichier.
    .expected = { $nearest ->
        [not-given] Chaque type de fichier a besoin d’un mappage qui dit ce que signifient ses colonnes.
       *[other] Le mappage le plus proche est « { $nearest } », mais il ne convient pas.
    }
    .remedy = Vérifiez que c’est le bon fichier, avec son nom et ses feuilles habituels. Si le formulaire est nouveau, demandez à la personne chargée des mappages de l’ajouter.
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-ambiguous =
    .found = Deux mappages prennent ce fichier : « { $first } » et « { $second } ».
    .expected = Exactement un mappage par fichier.
    .remedy = Précisez les noms de fichiers ou les en-têtes dans l’un des deux mappages, ou renommez le fichier.
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-empty =
    .found = Le fichier est vide.
    .expected = Une feuille de calcul avec des données.
    .remedy = Ouvrez-le sur votre ordinateur, enregistrez-le et renvoyez-le. S’il n’y a rien à déclarer, envoyez le formulaire habituel avec des zéros.
    .effect = D’ici là, ce rapport est considéré comme non reçu.

file-damaged =
    .found = { $reason ->
        [cut-off] Le fichier est endommagé : il s’arrête trop tôt
        [directory] Le fichier est endommagé : il s’arrête trop tôt
        [checksum] Le fichier est endommagé : son contenu a changé en chemin
        [inflate] Le fichier est endommagé : son contenu ne peut pas être décompressé
        [part-missing] Le fichier est endommagé : il y manque quelque chose
        [part-twice] Le fichier est endommagé : une de ses parties y figure deux fois
        [parts-overlap] Le fichier est endommagé : ses parties se chevauchent
        [part-external] Le fichier est endommagé : il prend une partie ailleurs
        [part-size] Le fichier est endommagé : une partie est plus grande ou plus petite que le fichier ne le dit
        [compression] Le fichier est endommagé : une partie est compressée d’une façon qu’aucun tableur n’utilise
        [markup] Le fichier est endommagé : le balisage d’une partie est illisible
        [doctype] Le fichier est endommagé : une partie déclare un type de document, dont aucun classeur n’a besoin
        [text] Le fichier est endommagé : certaines de ses lettres sont illisibles
        [encoding-unknown] Le fichier est endommagé : son codage est inconnu
        [rows-twice] Le fichier est endommagé : une feuille a deux blocs de lignes
        [row-twice] Le fichier est endommagé : une ligne y figure deux fois
        [row-order] Le fichier est endommagé : les lignes d’une grande feuille ne sont pas dans l’ordre
        [cell-twice] Le fichier est endommagé : une cellule y figure deux fois
        [cell-address] Le fichier est endommagé : une cellule est hors de la feuille ou n’a pas de véritable adresse
        [text-index] Le fichier est endommagé : une cellule renvoie à un texte absent
        [style-index] Le fichier est endommagé : une cellule renvoie à un format absent
        [cell-type] Le fichier est endommagé : une cellule est d’un type qui n’existe pas
        [cell-content] Le fichier est endommagé : le contenu d’une cellule ne correspond pas à son type
        [merged-range] Le fichier est endommagé : une plage fusionnée est impossible
        [sheet-twice] Le fichier est endommagé : deux feuilles ont le même nom
        [quote-open] Le fichier est endommagé : un guillemet s’ouvre et ne se ferme jamais
        [quote-swallows] Le fichier est endommagé : un guillemet isolé avale des lignes entières
        [nul-byte] Le fichier est endommagé : le texte contient des caractères qui n’ont rien à y faire
        [binary] Le fichier est endommagé : sa structure interne est rompue, ou il s’arrête trop tôt
        [structure] Le fichier est endommagé : sa structure interne est rompue, ou il s’arrête trop tôt
        [not-given] Le fichier est tronqué ou endommagé
       *[other] Le fichier est tronqué ou endommagé ({ $reason })
    }{ $part ->
        [not-given] .
       *[other] {" "}({ $part }).
    }
    .expected = Un fichier complet, tel que votre tableur l’enregistre.
    .remedy = { $reason ->
        [quote-open] Supprimez le guillemet, ou doublez-le à l’intérieur d’un texte, enregistrez le fichier et renvoyez-le.
        [quote-swallows] Supprimez le guillemet, ou doublez-le à l’intérieur d’un texte, enregistrez le fichier et renvoyez-le.
        [sheet-twice] Donnez à chaque feuille un nom différent, enregistrez le fichier et renvoyez-le.
       *[other] Ouvrez-le sur votre ordinateur, enregistrez-le et renvoyez-le. S’il ne s’ouvre pas non plus, prenez une copie plus ancienne.
    }
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-encrypted =
    .found = Le fichier est protégé par un mot de passe.
    .expected = Un fichier qui s’ouvre sans mot de passe.
    .remedy = Enregistrez-le sans mot de passe (Fichier, Informations, Protéger le classeur) et renvoyez-le.
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-not-spreadsheet =
    .found = { $found ->
        [pdf] C’est un document PDF, pas une feuille de calcul.
        [document] C’est un document texte, pas une feuille de calcul.
        [presentation] C’est une présentation, pas une feuille de calcul.
        [image] C’est une image, pas une feuille de calcul.
        [zip] C’est une archive ZIP, pas une feuille de calcul.
        [compressed] C’est un fichier compressé, pas une feuille de calcul.
        [web-page] C’est une page web sans tableau, pas une feuille de calcul.
        [json] C’est un fichier JSON, pas une feuille de calcul.
        [xml] C’est un fichier XML d’un autre type, pas une feuille de calcul.
        [database] C’est une base de données, pas une feuille de calcul.
        [office-binary] C’est un courriel ou un autre fichier Office, pas une feuille de calcul.
        [ancient-workbook] C’est un classeur d’Excel 4 ou plus ancien, que Mola ne sait pas lire.
        [program] C’est un programme, pas une feuille de calcul.
        [text] C’est un texte sans tableau, pas une feuille de calcul.
        [zip-of-workbooks] C’est une archive ZIP qui contient des feuilles de calcul.
        [unknown] Ce n’est pas une feuille de calcul.
       *[other] Ce n’est pas une feuille de calcul ({ $found }).
    }
    .expected = Une feuille de calcul : xlsx, xls, ods ou csv.
    .remedy = { $found ->
        [zip] Sortez les feuilles de calcul de l’archive et envoyez-les une par une.
        [zip-of-workbooks] Sortez les feuilles de calcul de l’archive et envoyez-les une par une.
        [compressed] Sortez les feuilles de calcul de l’archive et envoyez-les une par une.
       *[other] Envoyez la feuille de calcul d’où viennent les données.
    }
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-too-large =
    .found = { $reason ->
        [inflated] Le fichier décompressé est trop volumineux
        [cells] Le fichier a trop de cellules
        [rows] Le fichier a trop de lignes
        [columns] Le fichier a trop de colonnes
        [sheets] Le fichier a trop de feuilles
        [parts] Le fichier a trop de parties
        [text] Une cellule du fichier contient un texte trop long
       *[other] Le fichier est trop volumineux
    }{ $found ->
        [not-given] .
       *[other] {" "}: { $found }.
    }
    .expected = { $reason ->
        [inflated] Au plus { $limit } octets.
        [text] Au plus { $limit } octets.
       *[other] Au plus { $limit }.
    }
    .remedy = Supprimez les lignes, colonnes et feuilles vides après les données, ou divisez le fichier, puis renvoyez-le.
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-unopened =
    .found = { $reason ->
        [not-given] Le fichier ne peut pas être ouvert.
       *[other] Le fichier ne peut pas être ouvert ({ $reason }).
    }
    .expected = Un fichier que cet ordinateur peut lire.
    .remedy = Fermez-le dans les autres programmes, vérifiez les droits d’accès et relancez.
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-unread =
    .found = { $reason ->
        [memory] La lecture du fichier prend plus de mémoire qu’un fichier ne peut en prendre.
        [time] La lecture du fichier prend plus de temps qu’un fichier ne peut en prendre.
        [stopped] La lecture du fichier a été arrêtée de l’extérieur.
       *[other] La lecture du fichier s’est interrompue.
    }
    .expected = { $reason ->
        [stopped] {""}
       *[other] Un fichier qui se lit avec { $memory } Mo de mémoire en { $seconds } secondes.
    }
    .remedy = { $reason ->
        [stopped] Relancez : le fichier est lu de nouveau.
        [memory] Supprimez les lignes, colonnes et feuilles vides après les données, ou divisez le fichier, et envoyez-le de nouveau.
        [time] Supprimez les lignes, colonnes et feuilles vides après les données, ou divisez le fichier, et envoyez-le de nouveau.
       *[other] Ouvrez-le dans votre tableur, enregistrez-le comme classeur XLSX et envoyez-le de nouveau.
    }
    .effect = D’ici là, rien n’est compté dans ce fichier.

file-duplicate =
    .found = Ce fichier a le même contenu que « { $file } ».
    .expected = {""}
    .remedy = Rien à faire. Si vous vouliez envoyer une nouvelle version, vérifiez qu’elle est bien enregistrée.
    .effect = Il est compté une seule fois.

file-superseded =
    .found = { $first ->
        [not-given] Une version plus récente de ce fichier est arrivée.
       *[other] Une version plus récente de ce fichier est arrivée ; l’ancienne date du { $first }.
    }
    .expected = {""}
    .remedy = Rien à faire si la nouvelle version est complète. Si elle ne contient que des ajouts, envoyez le fichier entier.
    .effect = Désormais, la nouvelle version compte. L’ancienne est conservée.

# file : l’autre fichier
file-repeated =
    .found = Ce fichier contient les mêmes lignes que « { $file } ».
    .expected = {""}
    .remedy = Rien à faire. Si vous vouliez envoyer une nouvelle version, vérifiez que vous l’avez enregistrée.
    .effect = Elles sont comptées une seule fois.

# file : l’autre fichier ; count : lignes communes ; rows : lignes de ce fichier
rows-overlap =
    .found = { $count } lignes sur { $rows } figurent aussi dans « { $file } ».
    .expected = Chaque ligne dans un seul fichier.
    .remedy = Si ce fichier remplace l’autre, envoyez-le sous le même nom, ou demandez à la personne chargée des mappages d’indiquer comment distinguer les versions.
    .effect = Les deux fichiers sont comptés : les personnes une fois, les montants et les heures deux fois.

# file : l’ancien fichier ; unchanged, changed, added : lignes
file-restated =
    .found = Ce fichier remplace « { $file } » : { $unchanged } lignes inchangées, { $changed } modifiées, { $added } nouvelles.
    .expected = {""}
    .remedy = {""}
    .effect = C’est ce fichier qui compte. L’ancien est conservé.

# file : l’ancien fichier ; count : combien ; rows : leurs numéros
rows-vanished =
    .found = { $count ->
        [one] { $count } ligne de « { $file } » manque dans ce fichier : la ligne { $rows } de l’ancien.
       *[other] { $count } lignes de « { $file } » manquent dans ce fichier : les lignes { $rows } de l’ancien.
    }
    .expected = Toutes les lignes de l’ancien fichier, corrigées au besoin.
    .remedy = Si elles ont été retirées volontairement, répondez « c’est juste » avec la raison. Sinon, ajoutez-les et renvoyez le fichier entier.
    .effect = Elles ne sont plus comptées.

version-missing =
    .found = Le fichier ne dit pas de quelle version il s’agit.
    .expected = La date ou le numéro que demande son mappage.
    .remedy = Écrivez-le à l’endroit habituel et renvoyez le fichier.
    .effect = Les autres versions qui le disent prennent sa place.

# answer : right, unreasoned, corrected, question ; key : le code de ce à quoi on répond ; found : son emplacement
answer-given =
    .found = { $answer ->
        [right] L’agence répond que c’est juste : { $key }, { $found }.
        [unreasoned] L’agence répond que c’est juste sans donner de motif : { $key }, { $found }.
        [corrected] L’agence répond que c’est corrigé : { $key }, { $found }.
        [question] L’agence a une question : { $key }, { $found }.
       *[other] L’agence répond « { $answer } » : { $key }, { $found }.
    }
    .expected = {""}
    .remedy = { $answer ->
        [unreasoned] Écrivez le motif à côté de la réponse et renvoyez le classeur.
        [question] Répondez-y ; elle se trouve dans cette cellule.
       *[other] Le motif se trouve dans cette cellule.
    }
    .effect = { $answer ->
        [right] Tant que la même valeur y figure, ce n’est plus signalé, sauf si cela empêche de compter quelque chose.
       *[other] {""}
    }

format-mismatch =
    .found = Le nom se termine par « { $expected } », mais le contenu est { $found }.
    .expected = {""}
    .remedy = Rien à faire. Pour éviter les avertissements à l’ouverture, enregistrez-le dans son propre format.
    .effect = Il est lu comme { $found } et ses données sont comptées.

encoding-guessed =
    .found = Le fichier ne dit pas comment ses lettres sont codées ; il a été lu comme { $found }.
    .expected = {""}
    .remedy = Vérifiez que les accents s’affichent bien. Sinon, enregistrez le fichier au format « CSV UTF-8 ».
    .effect = Les données sont comptées telles qu’elles ont été lues.
