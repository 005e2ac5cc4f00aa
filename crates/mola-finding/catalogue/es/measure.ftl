# Cifras.

indicator-unknown =
    .found = El programa no tiene ningún indicador «{ $indicator }».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Escriba el código tal como figura en la lista de indicadores.
       *[other] ¿Quiso decir «{ $nearest }»? Entonces escríbalo así.
    }
    .effect = Mientras tanto, este valor no se cuenta.

unit-unknown =
    .found = { $indicator } en «{ $found }».
    .expected = { $expected }.
    .remedy = Informe en la unidad del indicador o indique en [units] del pipeline cuánto vale la otra.
    .effect = Mientras tanto, este valor no se cuenta.

observation-conflict =
    .found = { $file ->
        [not-given] { $indicator }, { $period }: { $first } en un informe y { $second } en otro.
       *[other] { $indicator }, { $period }: { $first } aquí y { $second } en «{ $file }».
    }
    .expected = Un solo valor.
    .remedy = Indique a la oficina del programa cuál es el valor correcto y corrija el otro.
    .effect = { $found ->
        [not-given] Mientras tanto, la cifra es provisional.
       *[other] Mientras tanto, vale { $found }.
    }

denominator-zero =
    .found = { $indicator }{ $period ->
        [not-given] {""}
       *[other] , { $period }
    }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    }: el total del que se calcula la proporción es 0.
    .expected = Un número mayor que 0.
    .remedy = Complete el total, o deje las dos celdas vacías si no hay dato.
    .effect = La proporción aparece como indefinida, no como 0 %.

cumulative-fell =
    .found = { $indicator }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    }: el acumulado baja de { $first } a { $second } en { $period }.
    .expected = Un acumulado se mantiene o crece.
    .remedy = Revise si se escribió el valor del período en lugar del acumulado, o si se trata de una corrección.
    .effect = Mientras tanto, vale { $second } como acumulado a la fecha.

household-size-conflict =
    .found = El mismo hogar tiene { $first } miembros en una fila y { $second } en otra.
    .expected = Un solo tamaño.
    .remedy = Corrija el que esté equivocado.
    .effect = { $found ->
        [not-given] Mientras tanto, el número de personas alcanzadas indirectamente es incierto.
       *[other] Mientras tanto, se cuentan { $found } miembros.
    }

place-missing =
    .found = { $count ->
        [one] { $count } registro no tiene lugar.
       *[other] { $count } registros no tienen lugar.
    }
    .expected = {""}
    .remedy = Complete la provincia.
    .effect = Cuentan en el total nacional y aparecen como «sin lugar».

money-order =
    .found = { $key ->
        [not-given] Los montos no concuerdan:{" "}
       *[other] { $key }:{" "}
    }{ $first ->
        [disbursed] desembolsado
        [committed] comprometido
        [planned] planificado
        [transferred] transferido
       *[other] { $first }
    } { $found }, { $second ->
        [disbursed] desembolsado
        [committed] comprometido
        [planned] planificado
        [transferred] transferido
       *[other] { $second }
    } solo { $limit }.
    .expected = Lo desembolsado no supera lo comprometido, y lo comprometido no supera lo planificado.
    .remedy = Corrija el monto equivocado.
    .effect = Los montos se muestran tal como se informaron.

target-disagrees =
    .found = { $indicator }: las metas de los períodos dan { $found }; la meta global es { $expected }.
    .expected = Que sean iguales.
    .remedy = Corrija las metas de los períodos o la meta global.
    .effect = El avance se mide contra la meta global.

report-missing =
    .found = { $limit ->
        [not-given] No ha llegado el informe de { $agency } de { $period }.
       *[other] No ha llegado el informe de { $agency } de { $period }; el plazo venció el { $limit }.
    }
    .expected = {""}
    .remedy = Solicítelo a { $agency }.
    .effect = Mientras tanto, los totales de { $period } están incompletos y así se indican.

attribute-conflict =
    .found = El mismo beneficiario tiene «{ $field }» { $first } en un informe y { $second } en otro.
    .expected = Un solo valor.
    .remedy = Corrija el que esté equivocado.
    .effect = { $found ->
        [not-given] Se cuenta una vez, con lo que dice el informe posterior.
       *[other] Se cuenta una vez, como { $found }.
    }

# indicator, found, high: un código y dos cantidades
population-exceeded =
    .found = Las listas de { $indicator } tienen { $found } beneficiarios, pero hay { $high }.
    .expected = A lo sumo los que dice la población en indicators.csv.
    .remedy = Busque quién cuenta dos veces, o corrija la población.
    .effect = La cifra queda como se contó.

value-outside =
    .found = { $indicator }: { $found } no es posible.
    .expected = { $high ->
        [not-given] { $low ->
            [not-given] {""}
           *[other] { $low } o más.
        }
       *[other] { $low ->
            [not-given] { $high } o menos.
           *[other] De { $low } a { $high }.
        }
    }
    .remedy = Corrija el valor.
    .effect = Mientras tanto, este valor no se cuenta.

parts-differ =
    .found = { $indicator }, { $period }: las partes por { $dimension } suman { $found }.
    .expected = { $expected }, el total del mismo informe.
    .remedy = Complete la parte que falta o corrija el total.
    .effect = El resto figura como desconocido; el total vale tal como está.

parts-exceed =
    .found = { $indicator }, { $period }: las partes por { $dimension } suman { $found }.
    .expected = Como máximo { $expected }, el total del mismo informe.
    .remedy = Corrija las partes o el total.
    .effect = El total vale tal como está; las partes lo contradicen.

subset-exceeds =
    .found = { $indicator }, { $period }: { $found } en un grupo por { $dimension }.
    .expected = Como máximo { $expected }, el total del mismo informe.
    .remedy = Corrija el grupo o el total.
    .effect = El total vale tal como está; el grupo lo contradice.

band-not-nested =
    .found = { $indicator }, { $period }: las edades { $found }.
    .expected = Edades que caben enteras en una de estas: { $allowed }.
    .remedy = Informe por estas edades o por otras más finas.
    .effect = Están en el total; por edad figuran como desconocidas.

periods-overlap =
    .found = { $indicator } se informa para { $first } y también para { $second }, que está dentro.
    .expected = Cada mes una sola vez.
    .remedy = Quite uno de los dos.
    .effect = Vale el informe del período más largo; el otro no se cuenta.

cannot-add-up =
    .found = { $indicator }, { $period }: { $found ->
        [not-given] un porcentaje o promedio
       *[other] { $found }
    } sin los números de los que sale.
    .expected = Numerador y denominador, o el promedio y cuántos abarca.
    .remedy = Pida los dos números.
    .effect = Se muestra para quien lo informó y no entra en los totales.

level-unknown =
    .found = { $indicator }: «{ $found }» no es ningún nivel.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] { $allowed }.
    }
    .remedy = Escriba uno de los niveles.
    .effect = Mientras tanto, este valor no se cuenta.

# currency; found: el monto; first: el flujo; [date]: el día de la línea; [limit]: el primer día que tiene tasa
rate-missing =
    .found = { $found } { $currency }, { $first ->
        [disbursed] desembolsado
        [committed] comprometido
        [planned] planificado
        [transferred] transferido
       *[other] { $first }
    }{ $date ->
        [not-given] : la línea no tiene fecha
       *[other] {" "}el { $date }: ese día no hay tasa de cambio vigente
    }{ $limit ->
        [not-given] .
       *[other] ; la primera de { $currency } es del { $limit }.
    }
    .expected = Una tasa de { $currency } vigente el día de la línea. Las tasas nunca valen hacia atrás.
    .remedy = { $date ->
        [not-given] Complete la fecha del monto.
       *[other] Agregue a la tabla de tasas la de { $currency } desde el { $date } o antes.
    }
    .effect = Mientras tanto este monto se muestra como se informó y no entra en ninguna suma.

# indicator; period: desde cuándo se puede medir; [agency]: quién responde por él
indicator-overdue =
    .found = { $indicator } se puede medir desde { $period } y no ha llegado ningún valor.
    .expected = {""}
    .remedy = { $agency ->
        [not-given] Pregunte a quien responde por él.
       *[other] Pregunte a { $agency }.
    }
    .effect = Mientras tanto se muestra como vencido y no entra en ningún promedio.

# indicator; first, second: cómo lo definen dos programas
indicator-differs =
    .found = { $indicator } no es lo mismo en todos los programas: { $first }; { $second }.
    .expected = Una sola clase y una sola unidad.
    .remedy = Defínalo igual, o dé otro código a uno de ellos.
    .effect = Mientras tanto no se reúne.

# first, second: programas con su período
periods-differ =
    .found = Los programas no se informan al mismo período: { $first }; { $second }.
    .expected = Un solo período.
    .remedy = Diga cuál con --period.
    .effect = Las cifras de cada programa van hasta el fin de su propio período.
