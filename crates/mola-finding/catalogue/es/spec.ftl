# Programas y mapeos.

toml-invalid =
    .found = No es TOML válido: { $reason }.
    .expected = {""}
    .remedy = Corrija la línea.
    .effect = Mientras tanto, no se ejecuta nada.

quote-unclosed =
    .found = Unas comillas se abren aquí y no se cierran.
    .expected = {""}
    .remedy = Cierre las comillas, o elimínelas.
    .effect = Mientras tanto, no se ejecuta nada.

row-ragged =
    .found = El número de celdas de esta fila es { $found }; el del encabezado es { $expected }.
    .expected = {""}
    .remedy = Revise los separadores de la fila. Un texto que contiene el separador va entre comillas.
    .effect = Mientras tanto, no se ejecuta nada.

settings-missing =
    .found = { $reason ->
        [not-given] El archivo no se puede leer.
       *[other] El archivo no se puede leer ({ $reason }).
    }
    .expected = Un archivo de configuración en este lugar.
    .remedy = Revise su nombre y su carpeta.
    .effect = Mientras tanto, no se ejecuta nada.

key-unknown =
    .found = La clave «{ $key }» no existe aquí.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Se admiten: { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Elimínela o corrija cómo está escrita.
       *[other] ¿Quiso decir «{ $nearest }»?
    }
    .effect = Mientras tanto, no se ejecuta nada.

key-missing =
    .found = { $part ->
        [not-given] Falta la clave «{ $key }».
       *[other] Falta la clave «{ $key }» en { $part }.
    }
    .expected = {""}
    .remedy = Agréguela.
    .effect = Mientras tanto, no se ejecuta nada.

type-wrong =
    .found = { $found ->
        [text] «{ $key }» es un texto.
        [number] «{ $key }» es un número.
        [integer] «{ $key }» es un número entero.
        [boolean] «{ $key }» es verdadero o falso.
        [date] «{ $key }» es una fecha.
        [list] «{ $key }» es una lista.
        [table] «{ $key }» es una tabla.
       *[other] «{ $key }» es { $found }.
    }
    .expected = { $expected ->
        [text] Debe ser un texto entre comillas.
        [number] Debe ser un número.
        [integer] Debe ser un número entero.
        [boolean] Debe ser true o false.
        [date] Debe ser una fecha como 2011-10-31.
        [list] Debe ser una lista entre [ ].
        [table] Debe ser una tabla.
       *[other] Debe ser { $expected }.
    }
    .remedy = Corrija el valor.
    .effect = Mientras tanto, no se ejecuta nada.

value-unknown =
    .found = «{ $found }» no es posible para «{ $key }».
    .expected = { $allowed ->
        [not-given] {""}
       *[other] Se admiten: { $allowed }.
    }
    .remedy = { $nearest ->
        [not-given] Corrija el valor.
       *[other] ¿Quiso decir «{ $nearest }»?
    }
    .effect = Mientras tanto, no se ejecuta nada.

reference-unknown =
    .found = «{ $key }» nombra «{ $found }», que no está definido.
    .expected = { $file ->
        [not-given] {""}
       *[other] Un nombre definido en { $file }.
    }
    .remedy = { $nearest ->
        [not-given] Corrija el nombre o defínalo.
       *[other] ¿Quiso decir «{ $nearest }»? Si no, corrija el nombre o defínalo.
    }
    .effect = Mientras tanto, no se ejecuta nada.

name-duplicate =
    .found = { $first ->
        [not-given] «{ $found }» está definido dos veces.
       *[other] «{ $found }» está definido dos veces; la primera, en { $first }.
    }
    .expected = {""}
    .remedy = Cambie el nombre de uno de los dos o elimínelo.
    .effect = Mientras tanto, no se ejecuta nada.

pattern-invalid =
    .found = { $key ->
        [not-given] «{ $found }» no es un patrón válido
       *[other] «{ $found }» no es un patrón válido para «{ $key }»
    }{ $reason ->
        [not-given] .
       *[other] {" "}({ $reason }).
    }
    .expected = {""}
    .remedy = Corrija el patrón. Ponga una barra inversa antes de los signos que deben leerse tal cual.
    .effect = Mientras tanto, no se ejecuta nada.

definition-contradiction =
    .found = { $reason ->
        [not-given] { $first } y { $second } se contradicen.
       *[other] { $first } y { $second } se contradicen ({ $reason }).
    }
    .expected = {""}
    .remedy = Cambie uno de los dos.
    .effect = Mientras tanto, no se ejecuta nada.

formula-invalid =
    .found = La fórmula «{ $found }» no se puede leer: { $reason }.
    .expected = Códigos de indicadores, números, + - * / y paréntesis, como BEN-D / (INS + NET).
    .remedy = Corrija la fórmula. El menos que resta lleva un espacio a cada lado.
    .effect = Mientras tanto, no se ejecuta nada.

formula-cycle =
    .found = La fórmula se necesita a sí misma: { $found }.
    .expected = Una fórmula sobre otros indicadores.
    .remedy = Quite uno de ellos.
    .effect = Mientras tanto, no se ejecuta nada.

formula-units =
    .found = Se suman { $first } y { $second }, pero sus unidades son distintas.
    .expected = La misma unidad a ambos lados de + y -.
    .remedy = Dé a los dos la misma unidad, o divídalos o multiplíquelos.
    .effect = Mientras tanto, no se ejecuta nada.

formula-unique =
    .found = Se suman { $first } y { $second }, pero quien esté en los dos contaría dos veces.
    .expected = Un solo indicador que cuente los dos, a cada quien una vez.
    .remedy = Defina un indicador de tipo unique cuyo filtro abarque los dos, y úselo aquí.
    .effect = Mientras tanto, no se ejecuta nada.

# indicator: uno que tiene meta y no tiene línea de base
baseline-missing =
    .found = { $indicator } tiene meta y no tiene línea de base.
    .expected = Una línea de base y su período.
    .remedy = Complete la línea de base; 0 si parte de nada.
    .effect = Mientras tanto el avance se da como lo logrado entre la meta.

# key: sheet, name, table, columns, figure, indicators, rows or formula; found: what is named; [nearest]
binding-broken =
    .found = { $key ->
        [formula] La celda { $found } de la plantilla contiene una fórmula.
       *[other] «{ $key }» nombra «{ $found }», que no existe.
    }
    .expected = { $key ->
        [formula] Una celda para llenar.
        [figure] El identificador de una cifra del informe, como BEN-D@{"{"}period{"}"}+.
        [indicators] Códigos de indicadores del programa.
        [rows] «indicators», o una dimensión del programa.
       *[other] Un nombre que esté en la plantilla.
    }
    .remedy = { $nearest ->
        [not-given] Corrija el enlace o la plantilla.
       *[other] ¿Quiso decir «{ $nearest }»? Si no, corrija el enlace o la plantilla.
    }
    .effect = El resto se llena; esto queda como estaba.

# found: the table; count: rows that are wanted; limit: rows that have room
table-full =
    .found = La tabla «{ $found }» tiene espacio para { $limit } de { $count } filas: hay algo debajo de ella.
    .expected = Celdas vacías debajo de la tabla.
    .remedy = Deje espacio debajo de la tabla en la plantilla.
    .effect = Las filas que no caben quedan fuera.

# found: codes of indicators
figures-unbound =
    .found = Hay cifras principales que no están en ninguna parte de la plantilla: { $found }.
    .expected = {""}
    .remedy = Enlácelas con una celda donde el donante las quiera.
    .effect = El libro llenado no las muestra.
