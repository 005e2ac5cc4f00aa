# Feuilles, tableaux et cellules.

sheet-missing =
    .found = { $allowed ->
        [not-given] La feuille « { $expected } » n’est pas dans le fichier.
       *[other] La feuille « { $expected } » n’est pas dans le fichier. Il contient : { $allowed }.
    }
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Ajoutez la feuille ou rendez-lui son nom habituel.
       *[other] Si « { $nearest } » est la bonne feuille, renommez-la « { $expected } ».
    }
    .effect = D’ici là, rien n’est compté dans ce fichier.

header-missing =
    .found = { $row ->
        [not-given] La ligne des noms de colonnes est introuvable.
       *[other] La ligne des noms de colonnes est introuvable ; la ligne { $row } s’en rapproche le plus.
    }
    .expected = Une ligne avec ces noms : { $expected }.
    .remedy = Rendez aux colonnes leurs noms habituels, tous sur une même ligne.
    .effect = D’ici là, rien n’est compté dans ce fichier.

column-missing =
    .found = La colonne « { $column } » manque.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Ajoutez la colonne ou rendez-lui son nom habituel.
       *[other] Si cette colonne est « { $nearest } », renommez-la « { $column } ». Sinon, ajoutez la colonne.
    }
    .effect = D’ici là, rien n’est compté dans ce fichier.

column-ambiguous =
    .found = Deux colonnes pourraient être « { $field } » : { $first } et { $second }.
    .expected = Exactement une.
    .remedy = Renommez ou supprimez la colonne en trop.
    .effect = D’ici là, rien n’est compté dans ce fichier.

table-empty =
    .found = Le tableau a des noms de colonnes, mais aucune ligne.
    .expected = Au moins une ligne.
    .remedy = Remplissez les lignes. S’il n’y a pas eu d’activité, prévenez le bureau du programme.
    .effect = Ce tableau n’apporte rien au rapport.

header-absent =
    .found = Le tableau n’a pas d’en-tête : sa première ligne contient des données.
    .expected = Une première ligne avec les noms des colonnes.
    .remedy = Ajoutez au-dessus des données une ligne avec les noms des colonnes.
    .effect = Toutes les lignes sont lues comme des enregistrements ; leurs colonnes n’ont pas de nom.

# rows : combien
rows-above =
    .found = { $rows ->
        [one] { $rows } ligne au-dessus du tableau n’en fait pas partie.
       *[other] { $rows } lignes au-dessus du tableau n’en font pas partie.
    }
    .expected = {""}
    .remedy = Rien à faire s’il s’agit de titres ou de notes.
    .effect = Elles sont laissées de côté.

rows-below =
    .found = { $rows ->
        [one] { $rows } ligne au-dessous du tableau n’en fait pas partie.
       *[other] { $rows } lignes au-dessous du tableau n’en font pas partie.
    }
    .expected = {""}
    .remedy = Rien à faire s’il s’agit de notes ou de signatures.
    .effect = Elles sont laissées de côté.

table-further =
    .found = { $rows ->
        [one] Un autre tableau commence ici, de { $rows } ligne.
       *[other] Un autre tableau commence ici, de { $rows } lignes.
    }
    .expected = Un seul tableau.
    .remedy = Mettez chaque tableau sur sa propre feuille ou dans son propre fichier.
    .effect = L’autre tableau est laissé de côté.

# count : combien
cells-beside =
    .found = { $count ->
        [one] { $count } cellule se trouve à côté du tableau.
       *[other] { $count } cellules se trouvent à côté du tableau.
    }
    .expected = {""}
    .remedy = Rien à faire s’il s’agit de notes.
    .effect = Elles sont laissées de côté.

# found : la plage ; count : combien
cells-outside =
    .found = { $count ->
        [one] { $count } cellule hors du tableau contient quelque chose ({ $found }).
       *[other] { $count } cellules hors du tableau contiennent quelque chose ({ $found }).
    }
    .expected = {""}
    .remedy = Rien à faire s’il s’agit de notes. Supprimez ce qui est de trop ; les lignes du tableau vont juste sous sa dernière ligne.
    .effect = Elles ne sont pas comptées.

# count : combien ; found : leurs noms ; [reason] : hidden
sheets-unread =
    .found = { $count ->
        [one] { $reason ->
            [hidden] La feuille masquée « { $found } » n’est pas lue.
           *[other] La feuille « { $found } » n’est pas lue.
        }
       *[other] { $reason ->
            [hidden] { $count } feuilles masquées ne sont pas lues : { $found }.
           *[other] { $count } feuilles ne sont pas lues : { $found }.
        }
    }
    .expected = {""}
    .remedy = Rien à faire si rien n’y est à déclarer. Sinon, demandez à la personne chargée des mappages de les ajouter.
    .effect = Ce qu’elles contiennent n’est pas compté.

# found, expected : champs
fields-unequal =
    .found = { $found ->
        [one] L’enregistrement a { $found } champ.
       *[other] L’enregistrement a { $found } champs.
    }
    .expected = { $expected ->
        [one] { $expected } champ, autant que son tableau a de colonnes.
       *[other] { $expected } champs, autant que son tableau a de colonnes.
    }
    .remedy = Ajoutez les séparateurs qui manquent, ou mettez entre guillemets le texte qui contient un séparateur.
    .effect = Ses champs sont lus dans leur ordre et peuvent se trouver dans de mauvaises colonnes.

# found, expected : champs
row-unequal =
    .found = { $found ->
        [one] La ligne a { $found } champ.
       *[other] La ligne a { $found } champs.
    }
    .expected = { $expected ->
        [one] { $expected } champ, autant que son tableau a de colonnes.
       *[other] { $expected } champs, autant que son tableau a de colonnes.
    }
    .remedy = Ajoutez les séparateurs qui manquent, ou mettez entre guillemets le texte qui contient un séparateur. Si le fichier se termine ici, renvoyez-le : il a été coupé.
    .effect = En attendant, cette ligne n’est pas comptée.

# found, expected : champs
fields-passed =
    .found = L’enregistrement a { $found } champs, dont des champs vides.
    .expected = { $expected ->
        [one] { $expected } champ, autant que son tableau a de colonnes.
       *[other] { $expected } champs, autant que son tableau a de colonnes.
    }
    .remedy = Supprimez le séparateur en trop.
    .effect = Le champ vide en trop est passé, de sorte que tous les autres se trouvent dans leur colonne.

quote-stray =
    .found = Un guillemet s’ouvre ici et ne se ferme pas.
    .expected = Des guillemets autour d’un champ entier, et doublés à l’intérieur.
    .remedy = Supprimez le guillemet, ou écrivez-le deux fois dans un texte entre guillemets.
    .effect = Il est lu comme une lettre du texte.

# found, expected : séparateurs
delimiter-other =
    .found = Les champs de cet enregistrement sont séparés par { $found }.
    .expected = { $expected }, comme dans le reste du tableau.
    .remedy = Utilisez un seul séparateur dans tout le fichier.
    .effect = L’enregistrement est lu avec son propre séparateur.

rows-unexpected =
    .found = { $rows ->
        [one] Le tableau a { $rows } ligne.
       *[other] Le tableau a { $rows } lignes.
    }
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] D’habitude, ce nombre est différent.
           *[other] D’habitude, il y en a au plus { $high }.
        }
       *[other] { $high ->
            [not-given] D’habitude, il y en a au moins { $low }.
           *[other] D’habitude, il y en a de { $low } à { $high }.
        }
    }
    .remedy = Vérifiez si des lignes manquent ou figurent deux fois.
    .effect = Les lignes sont comptées telles quelles.

number-unreadable =
    .found = « { $found } » n’est pas un nombre.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Écrivez le nombre seul, ou laissez la cellule vide s’il n’y a pas de donnée.
       *[other] Écrivez { $nearest }, ou laissez la cellule vide s’il n’y a pas de donnée.
    }
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

number-ambiguous =
    .found = « { $found } » peut se lire { $first } ou { $second }.
    .expected = {""}
    .remedy = S’il s’agit de { $second }, saisissez-le comme un vrai nombre, sans séparateur de milliers.
    .effect = D’ici là, { $first } est compté.

number-outside =
    .found = { $found } n’est pas possible ici.
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] Un nombre dans les limites habituelles.
           *[other] Un nombre d’au plus { $high }.
        }
       *[other] { $high ->
            [not-given] Un nombre d’au moins { $low }.
           *[other] Un nombre de { $low } à { $high }.
        }
    }
    .remedy = Corrigez le nombre, ou laissez la cellule vide s’il n’y a pas de donnée.
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

date-unreadable =
    .found = « { $found } » n’est pas une date.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Écrivez le jour, le mois et l’année, par exemple 31/10/2011.
       *[other] S’il s’agit de { $nearest }, écrivez-le ainsi. Sinon, écrivez le jour, le mois et l’année.
    }
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

date-outside =
    .found = La date { $found } est en dehors du programme.
    .expected = Une date du { $low } au { $high }.
    .remedy = Corrigez la date ; souvent, c’est l’année.
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

period-unreadable =
    .found = « { $found } » n’indique ni mois, ni trimestre, ni semestre, ni année.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Écrivez la période avec son année, par exemple 10/2011.
       *[other] S’il s’agit de { $nearest }, écrivez-le ainsi.
    }
    .effect = D’ici là, cette valeur n’est pas comptée.

code-unknown =
    .found = « { $found } » n’est pas dans la liste « { $list } ».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Choisissez une valeur de la liste. S’il en manque une, demandez au bureau du programme de l’ajouter.
       *[other] S’agit-il de « { $nearest } » ? Écrivez-le alors ainsi. Sinon, choisissez une valeur de la liste.
    }
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

code-kept =
    .found = « { $found } » n’est pas dans la liste « { $list } ».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Choisissez une valeur de la liste. S’il en manque une, demandez au bureau du programme de l’ajouter.
       *[other] S’agit-il de « { $nearest } » ? Écrivez-le alors ainsi. Sinon, choisissez une valeur de la liste.
    }
    .effect = La ligne est comptée, mais comme « inconnu ».

value-missing =
    .found = « { $field } » est vide.
    .expected = {""}
    .remedy = Remplissez la cellule. Si la ligne ne contient pas de données, supprimez-la.
    .effect = D’ici là, cette ligne n’est pas comptée.

cell-error =
    .found = La cellule affiche l’erreur { $found }.
    .expected = Une valeur.
    .remedy = Corrigez la formule ou écrivez la valeur elle-même.
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

formula-uncached =
    .found = La cellule contient une formule dont le résultat n’est pas enregistré dans le fichier.
    .expected = {""}
    .remedy = Ouvrez le fichier dans votre tableur, enregistrez-le et renvoyez-le.
    .effect = { $part ->
        [value] D’ici là, cette valeur n’est pas comptée ; le reste de la ligne l’est.
       *[other] D’ici là, cette ligne n’est pas comptée.
    }

characters-odd =
    .found = Le texte contient des caractères invisibles ou illisibles.
    .expected = Des lettres, des chiffres et de la ponctuation.
    .remedy = Saisissez de nouveau le texte dans cette cellule.
    .effect = Il est compté tel quel.

identifier-invalid =
    .found = { $found ->
        [not-given] Le numéro d’identité n’a pas une forme valable.
       *[other] Le numéro d’identité n’a pas une forme valable ({ $found }).
    }
    .expected = { $expected ->
        [not-given] {""}
       *[other] Une forme comme { $expected }.
    }
    .remedy = Comparez-le avec le document et corrigez-le.
    .effect = Compté, mais peut-être deux fois : impossible à reconnaître dans les autres rapports.

identifier-missing =
    .found = Le numéro d’identité manque.
    .expected = {""}
    .remedy = Ajoutez-le si vous avez le document sous la main.
    .effect = Compté, mais peut-être deux fois : impossible à reconnaître dans les autres rapports.

# row : la ligne précédente
row-repeated =
    .found = Cette ligne dit la même chose que la ligne { $row }.
    .expected = Chaque participation une seule fois.
    .remedy = Supprimez l’une des deux si elle a été saisie deux fois. Si les deux ont eu lieu, indiquez ce qui les distingue.
    .effect = Les deux sont comptées : la personne une fois, les montants et les heures deux fois.

# row : la ligne précédente
name-differs =
    .found = Ce numéro d’identité figure à la ligne { $row } à côté d’un autre nom.
    .expected = Un numéro par personne.
    .remedy = Comparez les deux lignes avec les documents et corrigez le numéro ou le nom.
    .effect = Les deux lignes sont comptées comme une seule personne.

# row : la ligne précédente
person-repeated =
    .found = Une personne de même nom et de même date de naissance figure à la ligne { $row } avec un autre numéro d’identité.
    .expected = Un numéro par personne.
    .remedy = Comparez les deux numéros avec le document et corrigez celui qui est faux. S’il s’agit de deux personnes, il n’y a rien à faire.
    .effect = Elles sont comptées comme deux personnes, sauf si le rapprochement dit autre chose.

identifier-shared =
    .found = Le même numéro d’identité figure aussi auprès de quelqu’un qui a un autre nom et une autre date de naissance ou un autre sexe.
    .expected = {""}
    .remedy = Corrigez-le s’il est celui d’un parent ou a été recopié d’une autre ligne.
    .effect = Compté d’après le nom et la date de naissance : le numéro ne dit pas qui c’est.

link-compared =
    .found = { $kind ->
        [person] Les personnes
        [household] Les ménages
        [enterprise] Les entreprises
        [institution] Les institutions
       *[other] Les réseaux
    } ont fait l’objet d’une comparaison au-delà des identifiants : sur { $compared } que les identifiants distinguent, { $linked } en sont d’autres écrits autrement. { $weights ->
        [learned] La valeur de chaque concordance a été apprise de ces enregistrements.
       *[other] La valeur de chaque concordance vient de valeurs pour registres fournies avec le programme : il y a trop peu d’enregistrements pour apprendre.
    }
    .expected = {""}
    .remedy = { $review ->
        [0] Rien à faire.
       *[other] { $review } paires sont peut-être les mêmes : complétez les identifiants et les dates de naissance où vous le pouvez.
    }
    .effect = Ceux qui sont les mêmes comptent une fois ; les paires douteuses comptent pour deux.

total-disagrees =
    .found = Le total de « { $field } » indique { $found }, mais la somme des lignes est { $expected }.
    .expected = {""}
    .remedy = Vérifiez si une ligne manque ou figure deux fois, ou corrigez le total.
    .effect = Les lignes sont comptées, pas le total.

# field : le total ; found : ce qu’il dit ; expected : la somme des parties
sum-disagrees =
    .found = « { $field } » vaut { $found }, mais la somme de ses parties est { $expected }.
    .expected = Un total égal à la somme de ses parties.
    .remedy = Corrigez le total ou ses parties.
    .effect = D’ici là, cette ligne n’est pas comptée.

more-of-this-kind =
    .found = { $count ->
        [one] Et { $count } autre du même type ({ $key }).
       *[other] Et { $count } autres du même type ({ $key }).
    }
    .expected = {""}
    .remedy = Corrigez d’abord ceux de la liste ; souvent, une seule cause les explique tous.
    .effect = {""}
