# What the program says around findings. The same keys and variables stand in en.ftl and fr.ftl.

error = error
defect =
    Mola tiene un defecto y tuvo que detenerse; no se pierde nada de lo ya guardado.
    Por favor repórtelo con este lugar: { $place } (mola { $version }). No contiene datos.
more = … y { $count } más
faults = { $count ->
    [one] { $count } falla. Mientras no se corrija, no se ejecuta nada.
   *[other] { $count } fallas. Mientras no se corrijan, no se ejecuta nada.
 }

# The command line
usage-help = Pruebe --help.
usage-unknown-argument = Aquí no existe la opción { $value }.
usage-unknown-command = No existe el comando { $value }.
usage-nearest = ¿Quiso decir { $value }?
usage-missing = Falta { $value }.
usage-value-missing = { $value } necesita un valor.
usage-value-unknown = { $arg } no puede ser { $value }. Puede ser: { $allowed }.
usage-value-invalid = { $arg } no puede ser { $value }. { $hint }
usage-conflict = { $first } y { $second } no pueden ir juntos.
usage-hint-period = Escriba un mes (2011-10), trimestre (2011-Q4), semestre (2011-S2) o año (2011).
usage-hint-moment = Escriba un día (2011-11-15) o un momento (2011-11-15T12:00:00Z).

# Why something is not done
failure-no-pipeline = No hay pipeline.toml en { $path }. Indique la carpeta de un pipeline.
failure-no-pipeline-here = Aquí no hay ningún pipeline: ninguna carpeta de pipelines/ contiene un pipeline.toml. Entre en la carpeta de un proyecto, indique un pipeline o cree un proyecto con: mola init mi-proyecto
failure-several-pipelines = Hay varios pipelines: { $names }. Indique cuál, por ejemplo: mola run { $first }
failure-unreadable = No se puede leer { $path }: { $reason }.
failure-unwritable = No se puede escribir { $path }: { $reason }.
failure-reader-lost = No se pueden leer archivos: el proceso que los lee no arranca o se perdió ({ $reason }). No se recogió nada; ejecute de nuevo.
failure-settings-changed = La configuración se guardó mientras se leían archivos. No se recogió nada; ejecute de nuevo.
failure-output = No se puede escribir la respuesta: { $reason }.
failure-report = No se puede escribir el informe: { $reason }.
failure-record = Un registro del almacén no se entiende: lo escribió otra versión de Mola. Use esa versión u otro almacén con --store.
failure-defect = Mola tiene un defecto ({ $reason }). Por favor repórtelo (mola { $version }).
failure-no-run = Todavía no hay informe. Hágalo con: mola run { $pipeline }
failure-no-figure = Ninguna cifra del último informe tiene el identificador o el valor { $figure }. Los identificadores están en la hoja Datos del informe.
failure-no-cases = No hay casos: { $path } no existe. Escríbalo; lo que está en la salida estándar sirve para empezar.
failure-no-case = Ningún caso de { $file } tiene { $name } en su nombre.
failure-not-empty = { $path } no está vacía. Indique una carpeta vacía o que aún no exista.
failure-programme-twice = Dos de los pipelines son del programa { $programme }. Nombre cada programa una vez.
failure-one-inbox = --inbox nombra la bandeja de un solo pipeline. Omítala si nombra varios: cada uno tiene la suya.
failure-period-outside = { $period } está fuera del programa, que informa de { $first } a { $last }.
failure-no-issue = Ninguna edición tiene un identificador que empiece con { $issue }. Vea la lista con: mola issues { $pipeline }
failure-issue-ambiguous = Varias ediciones tienen un identificador que empieza con { $issue }: { $ids }. Escriba más dígitos.
failure-issue-elsewhere = La edición { $issue } es del programa { $owner }, no de { $programme }. Indique el pipeline de { $owner }.
failure-not-closed = { $period } no está cerrado: no tiene ninguna edición. Ciérrelo con: mola close { $pipeline } { $period }
failure-already-closed = { $period } está cerrado por la edición { $issue }, que queda como está. Para una edición nueva: mola reopen { $pipeline } { $period } --reason "…", y luego mola close.
failure-already-open = { $period } ya está abierto de nuevo. Ciérrelo con: mola close { $pipeline } { $period }
failure-no-pair = Ningún par se llama { $pair }. Los pares por decidir, y los decididos, están en: mola review
failure-decision-unsigned = Una decisión lleva quién la tomó y por qué, y queda en el registro de auditoría. Escríbalo con: --by "…" --reason "…"
failure-no-decisions = La hoja no tiene una columna de decisiones. Escriba el libro con: mola review --workbook FILE
failure-decision-unknown = En la fila { $row } dice "{ $found }", y eso no es una decisión. Escriba "el mismo" o "distintos", o deje la celda vacía. No se guardó ninguna decisión.
failure-not-quarantined = Ningún archivo apartado es { $file }. Apartados están: { $aside }.
failure-none-quarantined = No hay ningún archivo apartado, así que { $file } no necesita otro intento. Un archivo nuevo o corregido se lee con: mola run
failure-no-reason = Para abrir de nuevo un período cerrado hace falta un motivo, que queda en el registro de auditoría. Escríbalo con: --reason "…"
failure-format-absent = La edición { $issue } no se hizo como { $format } y se cerró antes de que Mola guardara las ediciones enteras; por eso no se puede hacer ahora. Existe como: { $there }. Elija con --as.
failure-format-unsaid = El formato { $format } necesita lo que dice la tabla { $table } de { $pipeline }/pipeline.toml, y no existe. Agréguela; mola schema pipeline dice qué va en ella.
failure-template = No se puede llenar { $path }: { $reason }. Una plantilla es un libro xlsx o xlsm sin contraseña.
failure-no-donor = El pipeline no tiene el donante "{ $donor }". Existen: { $there }.
failure-no-donors = El pipeline no tiene el donante "{ $donor }" ni ningún otro. Agregue una tabla [report.{ $donor }] a pipeline.toml.
failure-language-absent = La edición { $issue } no se hizo en "{ $language }". Existe en: { $there }. Elija uno con --lang.
failure-fields = El archivo de campos no se entiende: { $reason }. Escriba una tabla [fields] de nombres y tipos.
failure-field-kind = El campo { $field } no puede ser { $kind }. Puede ser: { $allowed }.
failure-no-field = Ninguna lista tiene un campo { $field }. Escríbalo como está en el encabezado.
failure-store = No se puede usar el almacén: { $reason }.
failure-store-io = No se puede usar { $path }, parte del almacén: { $reason }.
failure-store-locked = Otra ejecución está usando el almacén { $path }. Espere a que termine o use otro almacén con --store.
failure-store-watched = Otro mola watch está trabajando con el almacén { $path }. Termínelo primero, o use otro almacén con --store.
failure-store-fenced = Otra ejecución escribió entretanto en el almacén { $path }, así que esta no cambió nada. Ejecute de nuevo.
failure-store-absent = Todavía no hay almacén en { $path }; lo crea la primera ejecución.
failure-store-newer = Una versión más nueva de Mola escribió { $path }. Use esa versión u otro almacén con --store.
failure-store-older = Una versión anterior de Mola escribió { $path }. La próxima ejecución lo actualiza: mola run
failure-store-damaged = El almacén está dañado: el archivo { $file } no es lo que se guardó con ese nombre. Recupere la carpeta blobs del almacén de una copia de seguridad.
io-not-found = no existe
io-permission-denied = acceso denegado
io-storage-full = el disco está lleno
io-read-only = el disco es de solo lectura
io-is-a-folder = es una carpeta
io-is-no-folder = no es una carpeta

# Progress
progress-reading = Leyendo archivos
progress-measuring = Calculando cifras
progress-writing = Escribiendo el informe

# mola run
run-period = período { $period }
run-provisional = provisional
run-complete = completo
run-report = Informe
run-feedback = Devuelto
run-next = Siguiente
label-files = Archivos
label-rows = Filas
label-missing = Faltan
label-people = Personas
label-findings = Hallazgos
files-read = { $count ->
    [one] { $count } leído ahora
   *[other] { $count } leídos ahora
 }
files-accepted = { $count ->
    [one] { $count } aceptado
   *[other] { $count } aceptados
 }
files-quarantined = { $count } en cuarentena
files-waiting = { $count } en espera
files-superseded = { $count ->
    [one] { $count } reemplazado
   *[other] { $count } reemplazados
}
files-duplicate = { $count ->
    [one] { $count } duplicado
   *[other] { $count } duplicados
 }
rows = { $read } leídas = { $kept } contadas + { $refused } rechazadas + { $ignored } omitidas
missing-report = { $agency }: { $source } { $period }, vencía { $due }
missing-none = nada de lo que ya venció
people = { $gross } informadas − { $repeated } repetidas − { $shared } compartidas = { $people } únicas
women = { $women } mujeres ({ $share })
column-code = Código
column-indicator = Indicador
column-value = Valor
column-target = Meta
column-share = %
column-standing = Estado
standing-achieved = logrado
standing-on-track = en curso
standing-at-risk = en riesgo
standing-off-track = retrasado
standing-not-yet-due = aún no toca
standing-overdue = vencido
standing-no-data = sin datos
standing-no-target = sin meta
findings-none = ninguno
findings-more = { $count ->
    [one] … y uno más: el informe los contiene todos, y también --format json.
   *[other] … y { $count } más: el informe los contiene todos, y también --format json.
 }
count-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errores
 }
count-warnings = { $count ->
    [one] { $count } advertencia
   *[other] { $count } advertencias
 }
count-notes = { $count ->
    [one] { $count } nota
   *[other] { $count } notas
 }

# mola init
init-done = { $folder }: { $count } archivos escritos
init-inbox = una carpeta por agencia: aquí van los archivos tal como llegan
init-mappings = cómo se lee cada tipo de archivo, y las listas de códigos
init-pipelines = el programa: agencias, indicadores, metas, plazos
init-readme = qué es cada cosa
init-next = Siguiente:

# mola check
check-sound = sin fallas
check-cases = { $count ->
    [one] { $count } falla en los casos. Las ejecuciones no los necesitan; mola test sí.
   *[other] { $count } fallas en los casos. Las ejecuciones no los necesitan; mola test sí.
 }
check-files = { $count ->
    [0] ningún archivo en la bandeja
    [one] { $count } archivo en la bandeja
   *[other] { $count } archivos en la bandeja
 }

# mola test
test-line = { $name }: { $subject } { $key }: se esperaba { $expected }, se obtuvo { $found }
test-summary = { $cases }: { $passed }, { $failed }
test-nothing = nada
test-count = { $count ->
    [one] { $count } caso
   *[other] { $count } casos
 }
test-passed = { $count } bien
test-failed = { $count } mal

# mola run con varios pipelines
portfolio-title = { $count ->
    [one] Cartera de { $count } programa
   *[other] Cartera de { $count } programas
 }
portfolio-of-count = { $part } de { $whole }
portfolio-none = Ningún indicador tiene su código en más de un programa.
portfolio-report = Cartera
column-together = En conjunto
column-programmes = Programas

# mola status
status-last = Última ejecución
status-never = ninguna todavía
status-new = Nuevos
status-waiting = En espera
column-file = Archivo
column-received = Recibido
column-kept = Filas
column-refused = Rechazadas
column-state = Estado
state-accepted = aceptado
state-quarantined = en cuarentena
state-superseded = reemplazado
state-waiting = en espera
state-duplicate = duplicado

# mola explain
column-agency = Agencia
column-records = Registros
column-beneficiaries = Beneficiarios
explain-months = Meses
explain-rule = Regla
explain-behind = Sale de
explain-records = { $count ->
    [one] { $count } registro
   *[other] { $count } registros
 }
explain-beneficiaries = { $count ->
    [one] { $count } beneficiario
   *[other] { $count } beneficiarios
 }
explain-sheet = hoja «{ $sheet }»
explain-received = recibido { $when }
explain-row = fila { $row }
explain-beneficiary = n.º { $number }
explain-more = { $count ->
    [one] … y un registro más:
   *[other] … y { $count } registros más:
 }
explain-others = Mismo valor
explain-filled = Cálculo
explain-basis = Se apoya en
explain-parts = Partes
explain-progress = Camino hecho
explain-listed = { $count } conocidos uno por uno, en listas; de los demás solo hay totales
explain-population = de { $count } a lo más
explain-policy-sum = se muestra la suma: nadie está en dos
explain-policy-max = se muestra el mayor: todos están en todos
explain-policy-custom = se muestra una cifra declarada
explain-policy-none = nadie declaró qué punto mostrar: solo el rango
explain-policy-reason = por qué: { $reason }
explain-held = { $actual } por mantener { $target }: se mantiene
explain-not-held = { $actual } por mantener { $target }: no se mantiene
value-missing = falta
value-not-applicable = no aplica
value-not-yet-due = aún no toca
value-suppressed = oculto
rule-unique = Cada beneficiario se cuenta una sola vez, entre meses, lugares y agencias.
rule-count = Número de participaciones, y lo que las agencias informan bajo el indicador.
rule-sum = Suma de { $measure } de todas las participaciones y de lo que las agencias informan bajo el indicador.
rule-sum-observed = Suma de lo que las agencias informan bajo el indicador; de los informes acumulados, solo lo añadido.
rule-mean = Media de { $measure }: de cada beneficiario, el último valor informado.
rule-stock = Suma de { $measure }: de cada beneficiario, el último valor informado.
rule-stock-observed = El último valor informado en cada lugar, sumado como lo permite el indicador.
rule-ratio = Suma de numeradores entre suma de denominadores, según el último informe.
rule-indirect = Por hogar único: su tamaño menos sus miembros directos.
rule-milestone = Alcanzado o no, según informan las agencias; lo alcanzado queda alcanzado.
rule-ordinal = Niveles, de menor a mayor: { $levels }.
rule-text = Textos tal como los informan las agencias; no se combinan.
rule-rate = Dinero { $first } entre dinero { $second }.

# mola close, reopen, issues, report, diff
run-closed-by = El período está cerrado por la edición { $issue }; esto es un borrador con lo que se sabe ahora.
label-changes = Cambios
changes-since = { $count ->
    [0] ninguna cifra de la edición { $issue } ha cambiado
    [one] ha cambiado { $count } cifra de la edición { $issue }
   *[other] han cambiado { $count } cifras de la edición { $issue }
 }
changes-line = { $figure } { $old } → { $new }: { $parts }
reason-definition = definición
reason-linking = vinculación
reason-code-list = lista de códigos
reason-exchange-rate = tipo de cambio
reason-correction = corrección
reason-late-data = datos tardíos
close-done = { $period } queda cerrado por la edición { $issue }. Lo que llegue después no la cambia: el próximo informe dice qué pasó con sus cifras.
close-replaces = Reemplaza a la edición { $issue }, que se conserva.
close-provisional = Es provisional: algo faltaba, se rechazó o está en cuarentena.
reopen-done = { $period } está abierto de nuevo. La edición { $issue } queda como está.
issues-none = Todavía no hay ningún período cerrado.
column-issue = Edición
column-period = Período
column-closed = Cerrada
column-report = Informe
column-replaces = Reemplaza a
column-figure = Cifra
column-before = Antes
column-now = Ahora
column-difference = Diferencia
issue-closed = cerrada
issue-reopened = reabierta
issue-replaced = reemplazada
issue-reopened-because = { $period } se abrió de nuevo el { $moment }: { $reason }
report-run = Informe de { $period }, tal como lo dejó la última consolidación.
report-done = Edición { $issue } de { $period }, cerrada el { $moment }, tal como se emitió.
diff-issue = { $period }, cerrada el { $moment }
diff-none = Ninguna cifra difiere.
diff-more = { $count ->
    [one] … y una cifra con más desglose: se ve con --all.
   *[other] … y { $count } cifras con más desglose: se ven con --all.
 }
diff-issued = Los motivos son los de la edición más nueva, tal como se cerró. Suman la diferencia.
diff-measured = Los motivos se midieron con la configuración de hoy. Suman la diferencia.

# mola inspect
inspect-format = Formato
inspect-encoding = Codificación
inspect-delimiter = Separador
inspect-sheets = Hojas
inspect-sheet = Hoja «{ $sheet }»
inspect-rows = { $count ->
    [one] { $count } fila
   *[other] { $count } filas
 }
inspect-hidden-rows = { $count ->
    [one] { $count } fila oculta
   *[other] { $count } filas ocultas
 }
inspect-hidden-columns = columnas ocultas { $columns }
inspect-merged = { $count ->
    [one] { $count } rango combinado
   *[other] { $count } rangos combinados
 }
inspect-table = Tabla { $area }
inspect-header = encabezado en la fila { $rows }
inspect-no-header = sin encabezado
inspect-no-table = ninguna tabla
inspect-anchor = bajo «{ $text }»
inspect-totals = totales en las filas { $rows }
inspect-groups = títulos de grupos en las filas { $rows }
inspect-notes = notas en las filas { $rows }
inspect-missing = sin dato: { $texts }
# The kinds with their counts and the first cell of each, such as 5 × text (N6).
inspect-odd = de otro tipo: { $kinds }
inspect-mixed = { $kinds }
encoding-bom = por su marca inicial
encoding-utf8 = válida en todo el archivo
encoding-declared = la que declara el archivo
encoding-guessed = supuesta: revise las tildes
sheet-visible = visible
sheet-hidden = oculta
sheet-very-hidden = oculta también en los menús
sheet-empty = vacía
kind-empty = vacía
kind-text = texto
kind-code = códigos
kind-number = número
kind-number-as-text = número como texto
kind-date = fecha
kind-date-as-text = fecha como texto
kind-truth = verdadero o falso
kind-broken = errores
kind-mixed = mezclada
column-personal = personal

explain-range = Rango
explain-why = Por qué
explain-reporters = Informantes
explain-of = { $first } de { $second }
explain-from-to = De { $low } a { $high }
reason-cannot-add-up = hay porcentajes o promedios sin los números de los que salen
reason-not-added = su regla no permite un total de lo informado
reason-denominator-zero = el denominador es 0
reason-only-totals = beneficiarios conocidos solo como totales: un rango
reason-undecided = falta decidir quiénes son los mismos: un rango
reason-partial = quedan fuera informes sobre un tiempo más largo
reason-operand-missing = falta una cifra que la fórmula necesita
reason-fell = un informe acumulado bajó: no se puede decir qué hubo en el período

link-done = { $rows } filas tratan de { $clusters } personas o cosas; hay { $review } pares por revisar.

key-made = Llave nueva del almacén: { $path }. Guarde ya una copia en otro lugar (no junto al almacén): sin ella nadie podrá leer los nombres ni los archivos guardados.
failure-key-absent = No se encuentra la llave { $id } de este almacén; se buscó en { $place }. Devuelva allí su copia, o indique su archivo en la variable MOLA_KEY_FILE. Sin ella no se puede leer lo guardado, y Mola no crea otra en su lugar.
failure-key-other = La llave de este almacén es { $id }, y en { $place } está { $found }. Ponga allí la correcta, o indique su archivo en la variable MOLA_KEY_FILE. No se ha cambiado nada.
failure-key-unreadable = En { $place } no hay una llave: se esperan 64 cifras hexadecimales. Devuelva allí la copia de su llave.
failure-key-nowhere = No hay carpeta de configuración donde guardar la llave del almacén. Indique un archivo para ella en la variable MOLA_KEY_FILE.
failure-sealed = No se puede abrir con la llave del almacén: { $what }. Se cambió después de guardarse o se selló con otra llave; restaure el almacén de una copia.

# mola log, mola retry
log-none = No se hizo nada de este tipo.
log-supersedes = ocupa el lugar del anterior
log-file-received = recibido
log-file-duplicate = mismo contenido
log-file-replaced = versión más nueva
log-finding-answered = respondido
log-segment-restored = rehecho a partir del archivo
log-file-retried = leído de nuevo
log-report-made = informe hecho
log-period-closed = cerrado
log-period-reopened = abierto de nuevo
retry-none = No hay ningún archivo apartado.

log-link-decided = decidido
log-review-unmasked = visto sin ocultar

# mola review
review-counts = { $open ->
    [0] No queda ningún par por decidir
    [1] Queda un par por decidir
   *[other] Quedan { $open } pares por decidir
}; { $decided ->
    [0] no hay nada decidido.
    [1] uno está decidido.
   *[other] { $decided } están decididos.
}
review-more = Hay { $count } más: todos están en --workbook y en --format json.
review-decided = Decididos
review-same = el mismo
review-different = distintos
review-ask = ({ $number } de { $all })  1 el mismo · 2 distintos · Intro para seguir · q para terminar; después de 1 o 2, el motivo:

# mola watch
watch-began = vigilando { $inbox }; Ctrl-C lo termina
watch-ended = terminado
watch-again = Se intentará de nuevo.
