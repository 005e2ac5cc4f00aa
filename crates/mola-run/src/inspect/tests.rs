use super::*;

/// Inspects text and compares the tables found, one line each: area, header rows, rows, then the
/// columns with their kinds.
fn check(text: &str, expected: &[&str]) {
    let inspected = inspect(text.as_bytes().to_vec(), "case.csv").expect("a csv");
    let tables: Vec<String> = inspected.sheets[0].tables.iter().map(shown).collect();
    assert_eq!(tables, expected, "{text}");
}

fn shown(table: &InspectedTable) -> String {
    let column = |c: &InspectedColumn| {
        let detail = c.decimal.iter().chain(&c.order).map(|d| format!(" {d}")).collect::<String>();
        let examples = if c.examples.is_empty() { String::new() } else { format!(" [{}]", c.examples.join("|")) };
        let personal = if c.personal { " personal" } else { "" };
        format!("{}={}{detail}{personal}{examples}", c.header, c.kind.as_str())
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    let left: Vec<String> = table.left_out.iter().map(|l| format!(" {:?} {}", l.reason, l.row)).collect();
    format!("{} {:?} {}{}: {}", table.area, table.header_rows, table.rows, left.concat(), columns.join(", "))
}

#[test]
fn a_register_with_preamble_total_and_note() {
    check(
        "Organización;;;;\nEnero de 2011;;;;\ncédula;nombre;sexo;fecha;horas\n\
         08.123.456;Ana Pérez;F;14-01-2011;4,5\n08.123.457;Luz Gil;F;15-01-2011;3\n\
         09.123.458;Juan Ríos;M;16-01-2011;n/d\n08.123.459;Eva Ruiz;F;17-01-2011;2,5\n\
         Total;;;;10\nFuente: registro;;;;\n",
        &["A3:E8 [3] 4 Total 8 Note 9: cédula=text personal, nombre=text personal, sexo=code [F|M], \
           fecha=date-as-text dd/mm/yyyy, horas=number-as-text ,"],
    );
}

#[test]
fn several_tables_and_blank_rows_within_one() {
    check(
        "Table 1. Trained;;\nProvince;Date;Hours\nCoclé;2011-01-14;4\nHerrera;2011-01-15;5\n;;\n\
         Coclé;2011-01-16;6\n;;\nTable 2. Market access;;\nProvince;First sale;Sales\nCoclé;2011-02-01;100\n",
        &[
            "A2:C6 [2] 3: Province=text, Date=date-as-text yyyy-mm-dd, Hours=number-as-text",
            "A9:C10 [9] 1: Province=text, First sale=date-as-text yyyy-mm-dd, Sales=number-as-text",
        ],
    );
}

#[test]
fn what_is_no_table_is_none() {
    check("Notas\nEste archivo es inventado\nNo contiene datos\n", &[]);
    check("Agencia;PNUD\nMes;enero\nContacto;Ana\n", &[]);
}

#[test]
fn nothing_personal_is_shown() {
    let text = "Responsable;Quien atendió;Tipo\nAna Gil;Ana Gil;taller\nAna Gil;Ana Gil;taller\n\
                Eva Ruiz;Eva Ruiz;visita\nEva Ruiz;Eva Ruiz;visita\n";
    check(text, &["A1:C5 [1] 4: Responsable=text personal, Quien atendió=text personal, Tipo=code [taller|visita]"]);
    let json = serde_json::to_string(&inspect(text.into(), "a.csv").expect("a csv")).expect("json");
    assert!(!json.contains("Ana") && !json.contains("Eva"), "{json}");
}

#[test]
fn headers_of_two_rows_are_joined() {
    let html = "<table><tr><td rowspan=2>Indicador</td><td colspan=2>Trimestre I</td></tr>\
                <tr><td>enero</td><td>febrero</td></tr><tr><td rowspan=2>TEC</td><td>1</td><td>2</td></tr>\
                <tr><td>3</td><td>4</td></tr></table>";
    let inspected = inspect(html.as_bytes().to_vec(), "a.xls").expect("a page with a table");
    let tables: Vec<String> = inspected.sheets[0].tables.iter().map(shown).collect();
    assert_eq!(
        tables,
        [
            "A1:C4 [1, 2] 2: Indicador=code [TEC], Trimestre I / enero=number-as-text, Trimestre I / febrero=number-as-text"
        ]
    );
}

#[test]
fn odd_cells_have_an_address() {
    let text =
        "lugar;horas;fecha\na;1;2011-01-01\nb;2;2011-01-02\nc;aprox. 12;2011-01-03\nd;4;2011-01-04\ne;5;2011-01-05\n";
    let inspected = inspect(text.as_bytes().to_vec(), "a.csv").expect("a csv");
    let column = &inspected.sheets[0].tables[0].columns[1];
    assert_eq!(column.kind, ColumnKind::NumberAsText);
    assert_eq!(column.odd, [OddCells { kind: ColumnKind::Text, count: 1, first: "B4".to_owned() }]);
}

#[test]
fn a_starter_has_the_form_of_a_mapping() {
    for (text, parts) in [
        (
            "Título;;;;\nCédula;Nombre;Sexo;Fecha;Horas\n8-1-1;Ana Gil;F;14/01/2011;4,5\n8-1-2;Eva Ruiz;F;15/01/2011;n/d\nTotal;;;;4,5\n",
            &[
                "agency = \"undp\"",
                "files = [\"PNUD_*.csv\"]",
                "missing = [\"n/d\"]",
                "dates = [\"dd/mm/yyyy\"]",
                "identifier = { column = \"Cédula\", required = true }",
                "sex = { column = \"Sexo\", codes = \"sex\" }",
                "hours = { column = \"Horas\" }",
            ][..],
        ),
        (
            "indicador;provincia;acumulado\nTRH;Coclé;4\nTRH;Herrera;5\n",
            &[
                "grain = \"observation\"",
                "cumulative = true",
                "value = { column = \"acumulado\" }",
                "date = { constant",
            ][..],
        ),
        (
            "indicador;enero;febrero\nTEC;4;5\nTEC;6;7\n",
            &["unpivot = { columns = \"^(?<month>\\\\w+)$\"", "year = { file = ", "month = { group", "value = { value"]
                [..],
        ),
        (
            "RUC;Institución;Mes\n8-NT-1;Escuela;enero\n8-NT-2;Granja;mayo\n",
            &["beneficiary = \"institution\"", "year = { file = ", "month = { column = \"Mes\" }"][..],
        ),
        ("solo texto\n", &["identifier = { position = \"A\""][..]),
    ] {
        let inspected = inspect(text.as_bytes().to_vec(), "undp/PNUD_2011-01.csv").expect("a csv");
        let starter = mapping_starter(&inspected, "undp");
        for part in parts {
            assert!(starter.contains(part), "{part} in\n{starter}");
        }
    }
}
