# Hojas, tablas y celdas.

sheet-missing =
    .found = { $allowed ->
        [not-given] La hoja «{ $expected }» no está en el archivo.
       *[other] La hoja «{ $expected }» no está en el archivo. Tiene: { $allowed }.
    }
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Agregue la hoja o devuélvale su nombre de siempre.
       *[other] Si la hoja correcta es «{ $nearest }», cámbiele el nombre a «{ $expected }».
    }
    .effect = Mientras tanto, no se cuenta nada de este archivo.

header-missing =
    .found = { $row ->
        [not-given] No se encontró la fila con los nombres de las columnas.
       *[other] No se encontró la fila con los nombres de las columnas; la más parecida es la fila { $row }.
    }
    .expected = Una fila con estos nombres: { $expected }.
    .remedy = Devuelva a las columnas sus nombres de siempre, todos en una misma fila.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

column-missing =
    .found = Falta la columna «{ $column }».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Agregue la columna o devuélvale su nombre de siempre.
       *[other] Si esa columna es «{ $nearest }», cámbiele el nombre a «{ $column }». Si no, agregue la columna.
    }
    .effect = Mientras tanto, no se cuenta nada de este archivo.

column-ambiguous =
    .found = Dos columnas podrían ser «{ $field }»: { $first } y { $second }.
    .expected = Exactamente una.
    .remedy = Cambie el nombre de la columna que sobra o elimínela.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

table-empty =
    .found = La tabla tiene nombres de columnas, pero ninguna fila.
    .expected = Al menos una fila.
    .remedy = Complete las filas. Si no hubo actividad, avise a la oficina del programa.
    .effect = Esta tabla no aporta nada al informe.

header-absent =
    .found = La tabla no tiene encabezado: su primera fila contiene datos.
    .expected = Una primera fila con los nombres de las columnas.
    .remedy = Agregue encima de los datos una fila con los nombres de las columnas.
    .effect = Todas las filas se leen como registros; sus columnas no tienen nombre.

# rows: cuántas
rows-above =
    .found = { $rows ->
        [one] { $rows } fila encima de la tabla no es parte de ella.
       *[other] { $rows } filas encima de la tabla no son parte de ella.
    }
    .expected = {""}
    .remedy = No hay que hacer nada si son títulos o notas.
    .effect = Se dejan fuera.

rows-below =
    .found = { $rows ->
        [one] { $rows } fila debajo de la tabla no es parte de ella.
       *[other] { $rows } filas debajo de la tabla no son parte de ella.
    }
    .expected = {""}
    .remedy = No hay que hacer nada si son notas o firmas.
    .effect = Se dejan fuera.

table-further =
    .found = { $rows ->
        [one] Aquí empieza otra tabla, de { $rows } fila.
       *[other] Aquí empieza otra tabla, de { $rows } filas.
    }
    .expected = Una sola tabla.
    .remedy = Ponga cada tabla en una hoja o en un archivo propio.
    .effect = La otra tabla se deja fuera.

# count: cuántas
cells-beside =
    .found = { $count ->
        [one] { $count } celda está al lado de la tabla.
       *[other] { $count } celdas están al lado de la tabla.
    }
    .expected = {""}
    .remedy = No hay que hacer nada si son notas.
    .effect = Se dejan fuera.

# found: el rango; count: cuántas
cells-outside =
    .found = { $count ->
        [one] { $count } celda fuera de la tabla contiene algo ({ $found }).
       *[other] { $count } celdas fuera de la tabla contienen algo ({ $found }).
    }
    .expected = {""}
    .remedy = No hay que hacer nada si son notas. Borre lo que sobra; las filas que son de la tabla van justo debajo de su última fila.
    .effect = No se cuentan.

# count: cuántas; found: sus nombres; [reason]: hidden
sheets-unread =
    .found = { $count ->
        [one] { $reason ->
            [hidden] La hoja oculta «{ $found }» no se lee.
           *[other] La hoja «{ $found }» no se lee.
        }
       *[other] { $reason ->
            [hidden] { $count } hojas ocultas no se leen: { $found }.
           *[other] { $count } hojas no se leen: { $found }.
        }
    }
    .expected = {""}
    .remedy = No hay que hacer nada si en ellas no hay nada que informar. Si lo hay, pida a quien lleva los mapeos que las agregue.
    .effect = Lo que contienen no se cuenta.

# found, expected: campos
fields-unequal =
    .found = { $found ->
        [one] El registro tiene { $found } campo.
       *[other] El registro tiene { $found } campos.
    }
    .expected = { $expected ->
        [one] { $expected } campo, como columnas tiene su tabla.
       *[other] { $expected } campos, como columnas tiene su tabla.
    }
    .remedy = Agregue los separadores que faltan, o ponga entre comillas el texto que contiene un separador.
    .effect = Sus campos se leen en su orden y pueden quedar en columnas equivocadas.

# found, expected: campos
row-unequal =
    .found = { $found ->
        [one] La fila tiene { $found } campo.
       *[other] La fila tiene { $found } campos.
    }
    .expected = { $expected ->
        [one] { $expected } campo, como columnas tiene su tabla.
       *[other] { $expected } campos, como columnas tiene su tabla.
    }
    .remedy = Agregue los separadores que faltan, o ponga entre comillas el texto que contiene un separador. Si el archivo termina aquí, envíelo otra vez: quedó cortado.
    .effect = Mientras tanto, no se cuenta esta fila.

# found, expected: campos
fields-passed =
    .found = El registro tiene { $found } campos, algunos vacíos.
    .expected = { $expected ->
        [one] { $expected } campo, como columnas tiene su tabla.
       *[other] { $expected } campos, como columnas tiene su tabla.
    }
    .remedy = Borre el separador que sobra.
    .effect = El campo vacío que sobra se pasa por alto, de modo que todos los demás quedan en su columna.

quote-stray =
    .found = Aquí se abre una comilla que no se cierra.
    .expected = Comillas alrededor de un campo entero, y dobles dentro de él.
    .remedy = Borre la comilla, o escríbala dos veces dentro de un texto entre comillas.
    .effect = Se lee como una letra del texto.

# found, expected: separadores
delimiter-other =
    .found = Los campos de este registro están separados por { $found }.
    .expected = { $expected }, como en el resto de la tabla.
    .remedy = Use un solo separador en todo el archivo.
    .effect = El registro se lee con su propio separador.

rows-unexpected =
    .found = { $rows ->
        [one] La tabla tiene { $rows } fila.
       *[other] La tabla tiene { $rows } filas.
    }
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] Lo habitual es otra cantidad.
           *[other] Lo habitual es { $high } como máximo.
        }
       *[other] { $high ->
            [not-given] Lo habitual es { $low } como mínimo.
           *[other] Lo habitual es de { $low } a { $high }.
        }
    }
    .remedy = Revise si faltan filas o si hay filas repetidas.
    .effect = Las filas se cuentan tal como están.

number-unreadable =
    .found = «{ $found }» no es un número.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Escriba solo el número, o deje la celda vacía si no hay dato.
       *[other] Escriba { $nearest }, o deje la celda vacía si no hay dato.
    }
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

number-ambiguous =
    .found = «{ $found }» se puede leer como { $first } o como { $second }.
    .expected = {""}
    .remedy = Si quiso decir { $second }, escríbalo como número, sin separador de miles.
    .effect = Mientras tanto, se cuenta { $first }.

number-outside =
    .found = { $found } no es posible aquí.
    .expected = { $low ->
        [not-given] { $high ->
            [not-given] Un número dentro de lo habitual.
           *[other] Un número de { $high } como máximo.
        }
       *[other] { $high ->
            [not-given] Un número de { $low } como mínimo.
           *[other] Un número de { $low } a { $high }.
        }
    }
    .remedy = Corrija el número, o deje la celda vacía si no hay dato.
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

date-unreadable =
    .found = «{ $found }» no es una fecha.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Escriba día, mes y año, por ejemplo 31/10/2011.
       *[other] Si quiso decir { $nearest }, escríbalo así. Si no, escriba día, mes y año.
    }
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

date-outside =
    .found = La fecha { $found } está fuera del programa.
    .expected = Una fecha del { $low } al { $high }.
    .remedy = Corrija la fecha; a menudo el error está en el año.
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

period-unreadable =
    .found = «{ $found }» no indica ningún mes, trimestre, semestre ni año.
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Escriba el período con su año, por ejemplo 10/2011.
       *[other] Si quiso decir { $nearest }, escríbalo así.
    }
    .effect = Mientras tanto, este valor no se cuenta.

code-unknown =
    .found = «{ $found }» no está en la lista «{ $list }».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Elija un valor de la lista. Si falta alguno, pida a la oficina del programa que lo agregue.
       *[other] ¿Quiso decir «{ $nearest }»? Entonces escríbalo así. Si no, elija un valor de la lista.
    }
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

code-kept =
    .found = «{ $found }» no está en la lista «{ $list }».
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Elija un valor de la lista. Si falta alguno, pida a la oficina del programa que lo agregue.
       *[other] ¿Quiso decir «{ $nearest }»? Entonces escríbalo así. Si no, elija un valor de la lista.
    }
    .effect = La fila se cuenta, pero como «sin dato».

value-missing =
    .found = «{ $field }» está vacío.
    .expected = {""}
    .remedy = Complete la celda. Si la fila no contiene datos, elimínela.
    .effect = Mientras tanto, esta fila no se cuenta.

cell-error =
    .found = La celda muestra el error { $found }.
    .expected = Un valor.
    .remedy = Corrija la fórmula o escriba el valor directamente.
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

formula-uncached =
    .found = La celda contiene una fórmula cuyo resultado no está guardado en el archivo.
    .expected = {""}
    .remedy = Abra el archivo en su programa de hojas de cálculo, guárdelo y vuelva a enviarlo.
    .effect = { $part ->
        [value] Mientras tanto, este valor no se cuenta; el resto de la fila, sí.
       *[other] Mientras tanto, esta fila no se cuenta.
    }

characters-odd =
    .found = El texto contiene caracteres que no se ven o no se pueden leer.
    .expected = Letras, cifras y signos de puntuación.
    .remedy = Escriba de nuevo el texto en esta celda.
    .effect = Se cuenta tal como está.

identifier-invalid =
    .found = { $found ->
        [not-given] El número de identificación no tiene una forma válida.
       *[other] El número de identificación no tiene una forma válida ({ $found }).
    }
    .expected = { $expected ->
        [not-given] {""}
       *[other] Una forma como { $expected }.
    }
    .remedy = Compárelo con el documento y corríjalo.
    .effect = Se cuenta, pero quizá dos veces: no se puede reconocer en otros informes.

identifier-missing =
    .found = Falta el número de identificación.
    .expected = {""}
    .remedy = Complételo si tiene el documento a mano.
    .effect = Se cuenta, pero quizá dos veces: no se puede reconocer en otros informes.

# row: la fila anterior
row-repeated =
    .found = Esta fila dice lo mismo que la fila { $row }.
    .expected = Cada participación una vez.
    .remedy = Borre una de las dos si se anotó dos veces. Si ambas ocurrieron, indique qué las distingue.
    .effect = Ambas se cuentan: la persona una vez, los montos y horas dos veces.

# row: la fila anterior
name-differs =
    .found = Este número de identidad está en la fila { $row } junto a otro nombre.
    .expected = Un número para cada persona.
    .remedy = Compare ambas filas con los documentos y corrija el número o el nombre.
    .effect = Ambas filas se cuentan como una sola persona.

# row: la fila anterior
person-repeated =
    .found = Una persona del mismo nombre y fecha de nacimiento está en la fila { $row } con otro número de identidad.
    .expected = Un número para cada persona.
    .remedy = Compare ambos números con el documento y corrija el equivocado. Si son dos personas, no hay que hacer nada.
    .effect = Se cuentan como dos personas, salvo que la vinculación diga otra cosa.

identifier-shared =
    .found = El mismo número de identificación está también con alguien de otro nombre y de otra fecha de nacimiento u otro sexo.
    .expected = {""}
    .remedy = Corríjalo si es de un familiar o se copió de otra línea.
    .effect = Se cuenta por el nombre y la fecha de nacimiento: el número no dice quién es.

link-compared =
    .found = { $kind ->
        [person] Las personas
        [household] Los hogares
        [enterprise] Las empresas
        [institution] Las instituciones
       *[other] Las redes
    } se compararon por más que su identificación: de { $compared } que la identificación distingue, { $linked } son otros escritos de otra manera. { $weights ->
        [learned] Lo que vale cada coincidencia se aprendió de estos registros.
       *[other] Lo que vale cada coincidencia viene de valores para registros que trae el programa: hay muy pocos registros para aprender de ellos.
    }
    .expected = {""}
    .remedy = { $review ->
        [0] No hay nada que hacer.
       *[other] { $review } pares podrían ser los mismos o no: complete identificaciones y fechas de nacimiento donde pueda.
    }
    .effect = Los que son los mismos se cuentan una vez; los pares dudosos se cuentan como dos.

total-disagrees =
    .found = El total de «{ $field }» dice { $found }, pero las filas suman { $expected }.
    .expected = {""}
    .remedy = Revise si falta una fila o si alguna está repetida, o corrija el total.
    .effect = Se cuentan las filas, no el total.

# field: el total; found: lo que dice; expected: lo que suman las partes
sum-disagrees =
    .found = «{ $field }» es { $found }, pero sus partes suman { $expected }.
    .expected = Un total que sea la suma de sus partes.
    .remedy = Corrija el total o sus partes.
    .effect = Mientras tanto, esta fila no se cuenta.

more-of-this-kind =
    .found = { $count ->
        [one] Y { $count } más del mismo tipo ({ $key }).
       *[other] Y { $count } más del mismo tipo ({ $key }).
    }
    .expected = {""}
    .remedy = Corrija primero los que aparecen en la lista; a menudo una sola causa los explica todos.
    .effect = {""}
