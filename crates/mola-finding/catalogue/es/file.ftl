# Archivos.

file-unknown =
    .found = Mola no conoce este tipo de archivo.
    .expected = { $nearest ->
        [not-given] Cada tipo de archivo necesita un mapeo que diga qué significan sus columnas.
       *[other] El mapeo más cercano es «{ $nearest }», pero no coincide.
    }
    .remedy = Verifique que sea el archivo correcto, con su nombre y sus hojas de siempre. Si el formulario es nuevo, pida a quien lleva los mapeos que lo agregue.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-ambiguous =
    .found = Dos mapeos toman este archivo: «{ $first }» y «{ $second }».
    .expected = Exactamente un mapeo por archivo.
    .remedy = Precise los nombres de archivo o los encabezados en uno de los dos mapeos, o cambie el nombre del archivo.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-empty =
    .found = El archivo está vacío.
    .expected = Una hoja de cálculo con datos.
    .remedy = Ábralo en su computadora, guárdelo de nuevo y vuelva a enviarlo. Si no hay nada que informar, envíe el formulario de siempre con ceros.
    .effect = Mientras tanto, este informe figura como no recibido.

file-damaged =
    .found = { $reason ->
        [cut-off] El archivo está dañado: termina antes de tiempo
        [directory] El archivo está dañado: termina antes de tiempo
        [checksum] El archivo está dañado: su contenido cambió en el camino
        [inflate] El archivo está dañado: su contenido no se puede descomprimir
        [part-missing] El archivo está dañado: le falta algo
        [part-twice] El archivo está dañado: contiene dos veces una de sus partes
        [parts-overlap] El archivo está dañado: sus partes se superponen
        [part-external] El archivo está dañado: toma una parte de otro lugar
        [part-size] El archivo está dañado: una parte es mayor o menor de lo que dice el archivo
        [compression] El archivo está dañado: una parte está comprimida de un modo que ningún programa de hojas de cálculo usa
        [markup] El archivo está dañado: el marcado de una parte no se puede leer
        [doctype] El archivo está dañado: una parte declara un tipo de documento, que ningún libro necesita
        [text] El archivo está dañado: algunas de sus letras no se pueden leer
        [encoding-unknown] El archivo está dañado: su codificación es desconocida
        [rows-twice] El archivo está dañado: una hoja tiene dos bloques de filas
        [row-twice] El archivo está dañado: contiene dos veces una misma fila
        [row-order] El archivo está dañado: las filas de una hoja grande no están en orden
        [cell-twice] El archivo está dañado: contiene dos veces una misma celda
        [cell-address] El archivo está dañado: una celda está fuera de la hoja o no tiene una dirección verdadera
        [text-index] El archivo está dañado: una celda remite a un texto que no está
        [style-index] El archivo está dañado: una celda remite a un formato que no está
        [cell-type] El archivo está dañado: una celda es de un tipo que no existe
        [cell-content] El archivo está dañado: el contenido de una celda no corresponde a su tipo
        [merged-range] El archivo está dañado: un rango combinado es imposible
        [sheet-twice] El archivo está dañado: dos hojas tienen el mismo nombre
        [quote-open] El archivo está dañado: una comilla se abre y nunca se cierra
        [quote-swallows] El archivo está dañado: una comilla suelta se traga filas enteras
        [nul-byte] El archivo está dañado: el texto contiene caracteres que no corresponden
        [binary] El archivo está dañado: su estructura interna está rota, o termina antes de tiempo
        [structure] El archivo está dañado: su estructura interna está rota, o termina antes de tiempo
        [not-given] El archivo está cortado o dañado
       *[other] El archivo está cortado o dañado ({ $reason })
    }{ $part ->
        [not-given] .
       *[other] {" "}({ $part }).
    }
    .expected = Un archivo completo, tal como lo guarda su programa de hojas de cálculo.
    .remedy = { $reason ->
        [quote-open] Borre la comilla, o escríbala dos veces dentro de un texto, guarde el archivo y vuelva a enviarlo.
        [quote-swallows] Borre la comilla, o escríbala dos veces dentro de un texto, guarde el archivo y vuelva a enviarlo.
        [sheet-twice] Dé a cada hoja un nombre propio, guarde el archivo y vuelva a enviarlo.
       *[other] Ábralo en su computadora, guárdelo de nuevo y vuelva a enviarlo. Si allí tampoco abre, use una copia anterior.
    }
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-encrypted =
    .found = El archivo está protegido con contraseña.
    .expected = Un archivo que se abra sin contraseña.
    .remedy = Guárdelo sin contraseña (Archivo, Información, Proteger libro) y vuelva a enviarlo.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-not-spreadsheet =
    .found = { $found ->
        [pdf] Es un documento PDF, no una hoja de cálculo.
        [document] Es un documento de texto, no una hoja de cálculo.
        [presentation] Es una presentación, no una hoja de cálculo.
        [image] Es una imagen, no una hoja de cálculo.
        [zip] Es un archivo ZIP, no una hoja de cálculo.
        [compressed] Es un archivo comprimido, no una hoja de cálculo.
        [web-page] Es una página web sin tabla, no una hoja de cálculo.
        [json] Es un archivo JSON, no una hoja de cálculo.
        [xml] Es un archivo XML de otro tipo, no una hoja de cálculo.
        [database] Es una base de datos, no una hoja de cálculo.
        [office-binary] Es un correo u otro archivo de Office, no una hoja de cálculo.
        [ancient-workbook] Es un libro de Excel 4 o anterior, que Mola no puede leer.
        [program] Es un programa, no una hoja de cálculo.
        [text] Es un texto sin tabla, no una hoja de cálculo.
        [zip-of-workbooks] Es un archivo ZIP que contiene hojas de cálculo.
        [unknown] No es una hoja de cálculo.
       *[other] No es una hoja de cálculo ({ $found }).
    }
    .expected = Una hoja de cálculo: xlsx, xls, ods o csv.
    .remedy = { $found ->
        [zip] Saque las hojas de cálculo del archivo comprimido y envíe cada una por separado.
        [zip-of-workbooks] Saque las hojas de cálculo del archivo comprimido y envíe cada una por separado.
        [compressed] Saque las hojas de cálculo del archivo comprimido y envíe cada una por separado.
       *[other] Envíe la hoja de cálculo de la que salen los datos.
    }
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-too-large =
    .found = { $reason ->
        [inflated] El archivo descomprimido es demasiado grande
        [cells] El archivo tiene demasiadas celdas
        [rows] El archivo tiene demasiadas filas
        [columns] El archivo tiene demasiadas columnas
        [sheets] El archivo tiene demasiadas hojas
        [parts] El archivo tiene demasiadas partes
        [text] Una celda del archivo contiene un texto demasiado largo
       *[other] El archivo es demasiado grande
    }{ $found ->
        [not-given] .
       *[other] : { $found }.
    }
    .expected = { $reason ->
        [inflated] Como máximo { $limit } bytes.
        [text] Como máximo { $limit } bytes.
       *[other] Como máximo { $limit }.
    }
    .remedy = Borre las filas, columnas y hojas vacías que siguen a los datos, o divida el archivo, y vuelva a enviarlo.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-unopened =
    .found = { $reason ->
        [not-given] El archivo no se puede abrir.
       *[other] El archivo no se puede abrir ({ $reason }).
    }
    .expected = Un archivo que esta computadora pueda leer.
    .remedy = Ciérrelo en otros programas, revise los permisos y ejecute de nuevo.
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-unread =
    .found = { $reason ->
        [memory] Leer el archivo ocupa más memoria de la que puede ocupar un archivo.
        [time] Leer el archivo tarda más de lo que puede tardar un archivo.
        [stopped] La lectura del archivo se detuvo desde fuera.
       *[other] La lectura del archivo se interrumpió.
    }
    .expected = { $reason ->
        [stopped] {""}
       *[other] Un archivo que se pueda leer con { $memory } MB de memoria en { $seconds } segundos.
    }
    .remedy = { $reason ->
        [stopped] Ejecute de nuevo: el archivo se lee otra vez.
        [memory] Borre las filas, columnas y hojas vacías que siguen a los datos, o divida el archivo, y envíelo otra vez.
        [time] Borre las filas, columnas y hojas vacías que siguen a los datos, o divida el archivo, y envíelo otra vez.
       *[other] Ábralo en su programa de hojas de cálculo, guárdelo como libro XLSX y envíelo otra vez.
    }
    .effect = Mientras tanto, no se cuenta nada de este archivo.

file-duplicate =
    .found = Este archivo tiene el mismo contenido que «{ $file }».
    .expected = {""}
    .remedy = No hace falta nada. Si quería enviar una versión nueva, verifique que la haya guardado.
    .effect = Se cuenta una sola vez.

file-superseded =
    .found = { $first ->
        [not-given] Llegó una versión más nueva de este archivo.
       *[other] Llegó una versión más nueva de este archivo; la anterior es de { $first }.
    }
    .expected = {""}
    .remedy = No hace falta nada si la versión nueva está completa. Si solo contiene agregados, envíe el archivo completo.
    .effect = Desde ahora vale la versión nueva. La anterior se conserva.

# file: el otro archivo
file-repeated =
    .found = Este archivo contiene las mismas filas que «{ $file }».
    .expected = {""}
    .remedy = No hay que hacer nada. Si quiso enviar una versión nueva, verifique que la guardó.
    .effect = Se cuentan una sola vez.

# file: el otro archivo; count: filas que ambos tienen; rows: filas de este archivo
rows-overlap =
    .found = { $count } de { $rows } filas también están en «{ $file }».
    .expected = Cada fila en un solo archivo.
    .remedy = Si este archivo reemplaza al otro, envíelo con el mismo nombre, o pida a quien lleva los mapeos que indique cómo se distinguen las versiones.
    .effect = Ambos archivos se cuentan: las personas una vez, los montos y horas dos veces.

# file: el archivo anterior; unchanged, changed, added: filas
file-restated =
    .found = Este archivo reemplaza a «{ $file }»: { $unchanged } filas siguen igual, { $changed } cambiaron, { $added } son nuevas.
    .expected = {""}
    .remedy = {""}
    .effect = Cuenta este archivo. El anterior se conserva.

# file: el archivo anterior; count: cuántas; rows: sus números allí
rows-vanished =
    .found = { $count ->
        [one] { $count } fila de «{ $file }» no está en este archivo: la fila { $rows } de aquel.
       *[other] { $count } filas de «{ $file }» no están en este archivo: las filas { $rows } de aquel.
    }
    .expected = Todas las filas del archivo anterior, corregidas donde haga falta.
    .remedy = Si se quitaron a propósito, responda «está bien así» con el motivo. Si no, agréguelas de nuevo y envíe el archivo completo.
    .effect = Ya no se cuentan.

version-missing =
    .found = El archivo no dice qué versión es.
    .expected = La fecha o el número que pide su mapeo.
    .remedy = Escríbalo donde siempre está y vuelva a enviar el archivo.
    .effect = Otras versiones que sí lo dicen ocupan su lugar.

# answer: right, unreasoned, corrected, question; key: el código de lo que se responde; found: su lugar
answer-given =
    .found = { $answer ->
        [right] La agencia responde que está bien así: { $key }, { $found }.
        [unreasoned] La agencia responde que está bien así y no da el motivo: { $key }, { $found }.
        [corrected] La agencia responde que está corregido: { $key }, { $found }.
        [question] La agencia tiene una pregunta: { $key }, { $found }.
       *[other] La agencia responde «{ $answer }»: { $key }, { $found }.
    }
    .expected = {""}
    .remedy = { $answer ->
        [unreasoned] Escriba el motivo junto a la respuesta y vuelva a enviar el libro.
        [question] Respóndala; está en esta celda.
       *[other] El motivo está en esta celda.
    }
    .effect = { $answer ->
        [right] Mientras esté allí el mismo valor no se vuelve a señalar, salvo que impida contar algo.
       *[other] {""}
    }

format-mismatch =
    .found = El nombre termina en «{ $expected }», pero el contenido es { $found }.
    .expected = {""}
    .remedy = No hace falta nada. Para evitar avisos al abrirlo, guárdelo con su propio formato.
    .effect = Se lee como { $found } y sus datos se cuentan.

encoding-guessed =
    .found = El archivo no dice cómo están codificadas sus letras; se leyó como { $found }.
    .expected = {""}
    .remedy = Verifique que las tildes y la ñ se vean bien. Si no, guarde el archivo como «CSV UTF-8».
    .effect = Los datos se cuentan tal como se leyeron.
