# Programmes et mappages.

toml-invalid =
    .found = Ce n’est pas du TOML valable : { $reason }.
    .expected = {""}
    .remedy = Corrigez la ligne.
    .effect = D’ici là, rien n’est exécuté.

quote-unclosed =
    .found = Des guillemets s’ouvrent ici et ne se ferment pas.
    .expected = {""}
    .remedy = Fermez les guillemets ou supprimez-les.
    .effect = D’ici là, rien n’est exécuté.

row-ragged =
    .found = Le nombre de cellules de cette ligne est { $found } ; celui de l’en-tête est { $expected }.
    .expected = {""}
    .remedy = Vérifiez les séparateurs de la ligne. Un texte qui contient le séparateur se met entre guillemets.
    .effect = D’ici là, rien n’est exécuté.

settings-missing =
    .found = { $reason ->
        [not-given] Le fichier est illisible.
       *[other] Le fichier est illisible ({ $reason }).
    }
    .expected = Un fichier de configuration à cet endroit.
    .remedy = Vérifiez son nom et son dossier.
    .effect = D’ici là, rien n’est exécuté.

key-unknown =
    .found = La clé « { $key } » n’existe pas ici.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Sont admises : { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Supprimez-la ou corrigez son orthographe.
       *[other] S’agit-il de « { $nearest } » ?
    }
    .effect = D’ici là, rien n’est exécuté.

key-missing =
    .found = { $part ->
        [not-given] La clé « { $key } » manque.
       *[other] La clé « { $key } » manque dans { $part }.
    }
    .expected = {""}
    .remedy = Ajoutez-la.
    .effect = D’ici là, rien n’est exécuté.

type-wrong =
    .found = { $found ->
        [text] « { $key } » est un texte.
        [number] « { $key } » est un nombre.
        [integer] « { $key } » est un nombre entier.
        [boolean] « { $key } » est vrai ou faux.
        [date] « { $key } » est une date.
        [list] « { $key } » est une liste.
        [table] « { $key } » est une table.
       *[other] « { $key } » est { $found }.
    }
    .expected = { $expected ->
        [text] Ce doit être un texte entre guillemets.
        [number] Ce doit être un nombre.
        [integer] Ce doit être un nombre entier.
        [boolean] Ce doit être true ou false.
        [date] Ce doit être une date comme 2011-10-31.
        [list] Ce doit être une liste entre [ ].
        [table] Ce doit être une table.
       *[other] Ce doit être { $expected }.
    }
    .remedy = Corrigez la valeur.
    .effect = D’ici là, rien n’est exécuté.

value-unknown =
    .found = « { $found } » n’est pas possible pour « { $key } ».
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Sont admis : { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Corrigez la valeur.
       *[other] S’agit-il de « { $nearest } » ?
    }
    .effect = D’ici là, rien n’est exécuté.

reference-unknown =
    .found = « { $key } » nomme « { $found } », qui n’est pas défini.
    .expected = { $file ->
        [not-given] {""}
       *[other] Un nom défini dans { $file }.
    }
    .remedy = { $nearest ->
        [not-given] Corrigez le nom ou définissez-le.
       *[other] S’agit-il de « { $nearest } » ? Sinon, corrigez le nom ou définissez-le.
    }
    .effect = D’ici là, rien n’est exécuté.

name-duplicate =
    .found = { $first ->
        [not-given] « { $found } » est défini deux fois.
       *[other] « { $found } » est défini deux fois ; la première fois dans { $first }.
    }
    .expected = {""}
    .remedy = Renommez ou supprimez l’un des deux.
    .effect = D’ici là, rien n’est exécuté.

pattern-invalid =
    .found = { $key ->
        [not-given] « { $found } » n’est pas un motif valable
       *[other] « { $found } » n’est pas un motif valable pour « { $key } »
    }{ $reason ->
        [not-given] .
       *[other] {" "}({ $reason }).
    }
    .expected = {""}
    .remedy = Corrigez le motif. Mettez une barre oblique inverse devant les signes à prendre tels quels.
    .effect = D’ici là, rien n’est exécuté.

definition-contradiction =
    .found = { $reason ->
        [not-given] { $first } et { $second } se contredisent.
       *[other] { $first } et { $second } se contredisent ({ $reason }).
    }
    .expected = {""}
    .remedy = Changez l’un des deux.
    .effect = D’ici là, rien n’est exécuté.

formula-invalid =
    .found = La formule « { $found } » est illisible : { $reason }.
    .expected = Des codes d’indicateurs, des nombres, + - * / et des parenthèses, comme BEN-D / (INS + NET).
    .remedy = Corrigez la formule. Le moins qui soustrait a une espace de chaque côté.
    .effect = D’ici là, rien n’est exécuté.

formula-cycle =
    .found = La formule a besoin d’elle-même : { $found }.
    .expected = Une formule sur d’autres indicateurs.
    .remedy = Retirez-en un.
    .effect = D’ici là, rien n’est exécuté.

formula-units =
    .found = { $first } et { $second } sont additionnés, mais leurs unités diffèrent.
    .expected = La même unité des deux côtés de + et de -.
    .remedy = Donnez-leur la même unité, ou divisez-les ou multipliez-les.
    .effect = D’ici là, rien n’est exécuté.

formula-unique =
    .found = { $first } et { $second } sont additionnés, mais qui figure dans les deux compterait deux fois.
    .expected = Un seul indicateur qui compte les deux, chaque bénéficiaire une fois.
    .remedy = Définissez un indicateur de type unique dont le filtre comprend les deux, et utilisez-le ici.
    .effect = D’ici là, rien n’est exécuté.

# indicator : un indicateur qui a une cible et pas de valeur de référence
baseline-missing =
    .found = { $indicator } a une cible et pas de valeur de référence.
    .expected = Une valeur de référence et sa période.
    .remedy = Complétez la valeur de référence ; 0 s’il part de rien.
    .effect = D’ici là, le progrès est donné comme l’obtenu sur la cible.

# key: sheet, name, table, columns, figure, indicators, rows or formula; found: what is named; [nearest]
binding-broken =
    .found = { $key ->
        [formula] La cellule { $found } du modèle contient une formule.
       *[other] « { $key } » désigne « { $found } », qui n'existe pas.
    }
    .expected = { $key ->
        [formula] Une cellule à remplir.
        [figure] L'identifiant d'un chiffre du rapport, comme BEN-D@{"{"}period{"}"}+.
        [indicators] Des codes d'indicateurs du programme.
        [rows] « indicators », ou une dimension du programme.
       *[other] Un nom qui figure dans le modèle.
    }
    .remedy = { $nearest ->
        [not-given] Corrigez la liaison ou le modèle.
       *[other] S'agit-il de « { $nearest } » ? Sinon, corrigez la liaison ou le modèle.
    }
    .effect = Le reste est rempli ; ceci reste comme c'était.

# found: the table; count: rows that are wanted; limit: rows that have room
table-full =
    .found = Le tableau « { $found } » a de la place pour { $limit } lignes sur { $count } : quelque chose se trouve au-dessous.
    .expected = Des cellules vides sous le tableau.
    .remedy = Faites de la place sous le tableau dans le modèle.
    .effect = Les lignes qui n'ont pas de place sont omises.

# found: codes of indicators
figures-unbound =
    .found = Des chiffres clés ne figurent nulle part dans le modèle : { $found }.
    .expected = {""}
    .remedy = Liez-les à une cellule là où le bailleur les veut.
    .effect = Le classeur rempli ne les montre pas.
