# Chiffres.

indicator-unknown =
    .found = Le programme n’a pas d’indicateur « { $indicator } ».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Écrivez le code tel qu’il figure dans la liste des indicateurs.
       *[other] S’agit-il de « { $nearest } » ? Écrivez-le alors ainsi.
    }
    .effect = D’ici là, cette valeur n’est pas comptée.

unit-unknown =
    .found = { $indicator } en « { $found } ».
    .expected = { $expected }.
    .remedy = Rapportez dans l’unité de l’indicateur ou indiquez sous [units] du pipeline ce que vaut l’autre.
    .effect = D’ici là, cette valeur n’est pas comptée.

observation-conflict =
    .found = { $file ->
        [not-given] { $indicator }, { $period } : { $first } dans un rapport, { $second } dans un autre.
       *[other] { $indicator }, { $period } : { $first } ici, { $second } dans « { $file } ».
    }
    .expected = Une seule valeur.
    .remedy = Indiquez au bureau du programme la bonne valeur et corrigez l’autre.
    .effect = { $found ->
        [not-given] D’ici là, le chiffre est provisoire.
       *[other] D’ici là, { $found } compte.
    }

denominator-zero =
    .found = { $indicator }{ $period ->
        [not-given] {""}
       *[other] , { $period }
    }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    } : le total dont on calcule la part est 0.
    .expected = Un nombre supérieur à 0.
    .remedy = Remplissez le total, ou laissez les deux cellules vides s’il n’y a pas de donnée.
    .effect = La part est affichée comme indéfinie, non comme 0 %.

cumulative-fell =
    .found = { $indicator }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    } : le cumul passe de { $first } à { $second } en { $period }.
    .expected = Un cumul reste égal ou augmente.
    .remedy = Vérifiez si la valeur de la période a été écrite à la place du cumul, ou s’il s’agit d’une correction.
    .effect = D’ici là, { $second } compte comme cumul à ce jour.

household-size-conflict =
    .found = Le même ménage a { $first } membres dans une ligne et { $second } dans une autre.
    .expected = Une seule taille.
    .remedy = Corrigez celle qui est fausse.
    .effect = { $found ->
        [not-given] D’ici là, le nombre de personnes touchées indirectement est incertain.
       *[other] D’ici là, { $found } membres sont comptés.
    }

place-missing =
    .found = { $count ->
        [one] { $count } enregistrement n’a pas de lieu.
       *[other] { $count } enregistrements n’ont pas de lieu.
    }
    .expected = {""}
    .remedy = Indiquez la province.
    .effect = Ils comptent dans le total national et figurent sous « sans lieu ».

money-order =
    .found = { $key ->
        [not-given] Les montants ne concordent pas :{" "}
       *[other] { $key } :{" "}
    }{ $first ->
        [disbursed] décaissé
        [committed] engagé
        [planned] prévu
        [transferred] transféré
       *[other] { $first }
    } { $found }, { $second ->
        [disbursed] décaissé
        [committed] engagé
        [planned] prévu
        [transferred] transféré
       *[other] { $second }
    } seulement { $limit }.
    .expected = Le décaissé ne dépasse pas l’engagé, ni l’engagé le prévu.
    .remedy = Corrigez le montant qui est faux.
    .effect = Les montants sont affichés tels que déclarés.

target-disagrees =
    .found = { $indicator } : les cibles des périodes donnent { $found }, la cible globale est { $expected }.
    .expected = Les deux doivent être égales.
    .remedy = Corrigez les cibles des périodes ou la cible globale.
    .effect = Les progrès se mesurent par rapport à la cible globale.

report-missing =
    .found = { $limit ->
        [not-given] Le rapport de { $agency } pour { $period } n’est pas arrivé.
       *[other] Le rapport de { $agency } pour { $period } n’est pas arrivé ; il était attendu le { $limit }.
    }
    .expected = {""}
    .remedy = Demandez-le à { $agency }.
    .effect = D’ici là, les totaux de { $period } sont incomplets et signalés comme tels.

attribute-conflict =
    .found = Le même bénéficiaire a « { $field } » { $first } dans un rapport et { $second } dans un autre.
    .expected = Une seule valeur.
    .remedy = Corrigez celle qui est fausse.
    .effect = { $found ->
        [not-given] Compté une seule fois, selon le rapport le plus récent.
       *[other] Compté une seule fois, comme { $found }.
    }

# indicator, found, high : un code et deux nombres
population-exceeded =
    .found = Les listes de { $indicator } comptent { $found } bénéficiaires, mais il y en a { $high }.
    .expected = Au plus autant que le dit la population dans indicators.csv.
    .remedy = Cherchez qui compte deux fois, ou corrigez la population.
    .effect = Le chiffre reste tel qu’il a été compté.

value-outside =
    .found = { $indicator } : { $found } n’est pas possible.
    .expected = { $high ->
        [not-given] { $low ->
            [not-given] {""}
           *[other] { $low } ou plus.
        }
       *[other] { $low ->
            [not-given] { $high } ou moins.
           *[other] De { $low } à { $high }.
        }
    }
    .remedy = Corrigez la valeur.
    .effect = D’ici là, cette valeur n’est pas comptée.

parts-differ =
    .found = { $indicator }, { $period } : les parties par { $dimension } font { $found }.
    .expected = { $expected }, le total du même rapport.
    .remedy = Complétez la partie qui manque ou corrigez le total.
    .effect = Le reste figure comme inconnu ; le total compte tel quel.

parts-exceed =
    .found = { $indicator }, { $period } : les parties par { $dimension } font { $found }.
    .expected = Au plus { $expected }, le total du même rapport.
    .remedy = Corrigez les parties ou le total.
    .effect = Le total compte tel quel ; les parties le contredisent.

subset-exceeds =
    .found = { $indicator }, { $period } : { $found } dans un groupe par { $dimension }.
    .expected = Au plus { $expected }, le total du même rapport.
    .remedy = Corrigez le groupe ou le total.
    .effect = Le total compte tel quel ; le groupe le contredit.

band-not-nested =
    .found = { $indicator }, { $period } : les âges { $found }.
    .expected = Des âges qui tiennent entiers dans l’un de ceux-ci : { $allowed }.
    .remedy = Rapportez par ces âges ou par des âges plus fins.
    .effect = Ils sont dans le total ; par âge ils figurent comme inconnus.

periods-overlap =
    .found = { $indicator } est rapporté pour { $first } et aussi pour { $second }, qui en fait partie.
    .expected = Chaque mois une seule fois.
    .remedy = Retirez l’un des deux.
    .effect = Le rapport de la période la plus longue compte, l’autre non.

cannot-add-up =
    .found = { $indicator }, { $period } : { $found ->
        [not-given] une part ou une moyenne
       *[other] { $found }
    } sans les nombres dont elle est faite.
    .expected = Numérateur et dénominateur, ou la moyenne et l’effectif.
    .remedy = Demandez les deux nombres.
    .effect = Elle est montrée pour qui l’a rapportée et n’entre pas dans les totaux.

level-unknown =
    .found = { $indicator } : « { $found } » n’est pas un niveau.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] { $allowed }.
    }
    .remedy = Écrivez l’un des niveaux.
    .effect = D’ici là, cette valeur n’est pas comptée.

# currency ; found : le montant ; first : le flux ; [date] : le jour de la ligne ; [limit] : le premier jour qui a un taux
rate-missing =
    .found = { $found } { $currency }, { $first ->
        [disbursed] décaissé
        [committed] engagé
        [planned] prévu
        [transferred] transféré
       *[other] { $first }
    }{ $date ->
        [not-given] {" "}: la ligne n’a pas de date
       *[other] {" "}le { $date } : aucun taux de change n’est en vigueur ce jour-là
    }{ $limit ->
        [not-given] .
       *[other] {" "}; le premier de { $currency } est du { $limit }.
    }
    .expected = Un taux de { $currency } en vigueur le jour de la ligne. Les taux ne valent jamais en arrière.
    .remedy = { $date ->
        [not-given] Complétez la date du montant.
       *[other] Ajoutez à la table des taux celui de { $currency } à partir du { $date } ou avant.
    }
    .effect = D’ici là, ce montant est montré tel que communiqué et n’entre dans aucune somme.

# indicator ; period : à partir de quand il peut être mesuré ; [agency] : qui en répond
indicator-overdue =
    .found = { $indicator } peut être mesuré depuis { $period } et aucune valeur n’est arrivée.
    .expected = {""}
    .remedy = { $agency ->
        [not-given] Demandez à qui en répond.
       *[other] Demandez à { $agency }.
    }
    .effect = D’ici là, il est montré comme échu et n’entre dans aucune moyenne.

# indicator ; first, second : comment deux programmes le définissent
indicator-differs =
    .found = { $indicator } n’est pas le même dans tous les programmes : { $first } ; { $second }.
    .expected = Une seule nature et une seule unité.
    .remedy = Définissez-le de la même façon, ou donnez un autre code à l’un d’eux.
    .effect = D’ici là, il n’est pas réuni.

# first, second : des programmes avec leur période
periods-differ =
    .found = Les programmes ne sont pas rapportés à la même période : { $first } ; { $second }.
    .expected = Une seule période.
    .remedy = Dites laquelle avec --period.
    .effect = Les chiffres de chaque programme vont jusqu’à la fin de sa propre période.
