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
        [cut-off] Le fichier est endommagé : il s’arrête trop tôt.
        [directory] Le fichier est endommagé : il s’arrête trop tôt.
        [checksum] Le fichier est endommagé : son contenu a changé en chemin.
        [inflate] Le fichier est endommagé : son contenu ne peut pas être décompressé.
        [part-missing] Le fichier est endommagé : il y manque quelque chose.
        [sheet-twice] Le fichier est endommagé : deux feuilles ont le même nom.
        [row-twice] Le fichier est endommagé : une ligne y figure deux fois.
        [cell-twice] Le fichier est endommagé : une cellule y figure deux fois.
        [text-index] Le fichier est endommagé : une cellule renvoie à un texte absent.
        [style-index] Le fichier est endommagé : une cellule renvoie à un format absent.
        [cell-content] Le fichier est endommagé : le contenu d’une cellule ne correspond pas à son type.
        [text] Le fichier est endommagé : certaines de ses lettres sont illisibles.
        [encoding-unknown] Le fichier est endommagé : son codage est inconnu.
        [quote-open] Le fichier est endommagé : un guillemet s’ouvre et ne se ferme jamais.
        [quote-swallows] Le fichier est endommagé : un guillemet isolé avale des lignes entières.
        [nul-byte] Le fichier est endommagé : le texte contient des caractères qui n’ont rien à y faire.
        [not-given] { $part ->
            [not-given] Le fichier est tronqué ou endommagé.
           *[other] Le fichier est endommagé : sa partie « { $part } » est illisible.
        }
       *[other] Le fichier est tronqué ou endommagé ({ $reason }).
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
