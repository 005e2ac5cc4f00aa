//! A first mapping for a file, to be looked through and finished by hand.

use super::column::{ColumnKind, InspectedColumn};
use super::table::{InspectedTable, LeftOutReason};
use super::{Inspected, InspectedSheet};
use mola_spec::fold;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A field that a header may mean: its name, the code list that its texts are looked up in, and
/// words that such headers hold, folded. Earlier fields go before later ones.
struct Guess(&'static str, Option<&'static str>, &'static [&'static str]);

const PEOPLE: &[Guess] = &[
    Guess("household_size", None, &["miembros", "household size", "taille du menage", "membres"]),
    Guess("household_identifier", None, &["hogar", "household", "menage"]),
    Guess("born", None, &["nacimiento", "f. nac", "birth", "naissance"]),
    Guess(
        "identifier",
        None,
        &["cedula", "documento", "national id", "identidad", "identite", "ruc", "tax number", "code", "codigo"],
    ),
    Guess(
        "name",
        None,
        &["nombre", "full name", "name", "nom ", "apellido", "enterprise", "empresa", "institucion", "institution"],
    ),
    Guess("sex", Some("sex"), &["sexo", "sex", "genero", "gender", "sexe", "genre"]),
    Guess("place", Some("place"), &["provincia", "prov", "province", "departamento"]),
    Guess("locality", None, &["distrito", "district", "comunidad", "municipio", "commune"]),
    Guess("ethnicity", Some("ethnicity"), &["etnia", "ethnicity", "ethnie"]),
    Guess("sector", Some("sector"), &["sector", "secteur", "rubro"]),
    Guess("activity", Some("activity"), &["actividad", "activity", "activite", "tema", "taller", "apoyo", "atelier"]),
    Guess("date", None, &["fecha", "date"]),
    Guess("hours", None, &["horas", "hrs", "hours", "heures"]),
    Guess("income", None, &["ingreso", "income", "revenu"]),
];

const OBSERVED: &[Guess] = &[
    Guess("indicator", Some("indicator"), &["indicador", "indicator", "indicateur"]),
    Guess("numerator", None, &["numerador", "numerator", "numerateur"]),
    Guess("denominator", None, &["denominador", "denominator", "denominateur"]),
    Guess("value", None, &["valor", "value", "valeur", "acumulado", "cumulative", "cumule", "avance"]),
    Guess("place", Some("place"), &["provincia", "prov", "province", "departamento"]),
    Guess("sex", Some("sex"), &["sexo", "sex", "genero", "gender", "sexe"]),
    Guess("period", None, &["periodo", "period", "periode", "semestre", "semester", "trimestre", "quarter"]),
    Guess("date", None, &["fecha", "date"]),
];

/// A TOML text that says how each table of the file could become records. Its form is right; what
/// must be decided by someone who knows the data is marked with `CHECK`. `agency` is the code of
/// the agency that sends such files.
pub fn mapping_starter(inspected: &Inspected, agency: &str) -> String {
    let mut text = String::new();
    let name = inspected.file.rsplit(['/', '\\']).next().unwrap_or(&inspected.file);
    line(&mut text, format_args!("# How files like {} become records. CHECK marks what to decide.", plain(name)));
    line(&mut text, format_args!("agency = {}", quoted(agency)));
    line(
        &mut text,
        format_args!("files = [{}]  # CHECK: * stands for what changes from file to file", quoted(&glob(name))),
    );
    if let Some(encoding) = inspected.encoding.as_ref().filter(|encoding| encoding.origin == "guessed") {
        line(&mut text, format_args!("encoding = {}", quoted(&encoding.name.to_lowercase())));
    }
    let shown: Vec<(&InspectedSheet, &InspectedTable)> = inspected
        .sheets
        .iter()
        .filter(|sheet| sheet.visibility == "visible")
        .flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)))
        .collect();
    write_values(&mut text, &shown);
    let mut names = BTreeSet::new();
    for (sheet, table) in &shown {
        write_table(&mut text, inspected, sheet, table, &mut names);
    }
    if shown.is_empty() {
        text.push_str("\n# CHECK: no table was found. This is the least that a table needs.\n");
        text.push_str("[[table]]\nname = \"table\"\ngrain = \"participation\"\nbeneficiary = \"person\"\n\n");
        text.push_str("[table.fields]\nidentifier = { position = \"A\", required = true }\ndate = { position = \"B\", required = true }\n");
    }
    text
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    writeln!(text, "{content}").expect("a string takes all");
}

/// A text for a comment: on one line, without control characters.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A TOML string. JSON's escapes are TOML's too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(plain(text)).to_string()
}

/// The name with its numbers as `*`: files of other months have other numbers.
fn glob(name: &str) -> String {
    let mut glob = String::new();
    for c in name.chars() {
        if !c.is_ascii_digit() {
            glob.push(c);
        } else if !glob.ends_with('*') {
            glob.push('*');
        }
    }
    // `2011-03` changes as a whole.
    glob.replace("*-*", "*").replace("*_*", "*").replace("**", "*")
}

fn write_values(text: &mut String, shown: &[(&InspectedSheet, &InspectedTable)]) {
    let columns = || shown.iter().flat_map(|(_, table)| &table.columns);
    let missing: BTreeSet<&str> = columns().flat_map(|column| &column.missing).map(String::as_str).collect();
    let commas = columns().filter(|column| column.decimal.as_deref() == Some(",")).count();
    let points = columns().filter(|column| column.decimal.as_deref() == Some(".")).count();
    let orders: BTreeSet<&str> = columns().filter_map(|column| column.order.as_deref()).collect();
    let dates: Vec<String> =
        orders.iter().map(|order| quoted(if *order == "?" { "dd/mm/yyyy" } else { order })).collect();
    if missing.is_empty() && commas + points == 0 && dates.is_empty() {
        return;
    }
    text.push_str("\n[values]\n");
    if !missing.is_empty() {
        let missing: Vec<String> = missing.into_iter().map(quoted).collect();
        line(text, format_args!("missing = [{}]  # CHECK: these mean that there is no data", missing.join(", ")));
    }
    if commas + points > 0 {
        line(text, format_args!("decimal = \"{}\"", if commas >= points { "," } else { "." }));
    }
    if !dates.is_empty() {
        let unclear = if orders.contains("?") { "  # CHECK: day or month first?" } else { "" };
        let dates: BTreeSet<String> = dates.into_iter().collect();
        line(text, format_args!("dates = [{}]{unclear}", dates.into_iter().collect::<Vec<_>>().join(", ")));
    }
}

fn write_table(
    text: &mut String,
    inspected: &Inspected,
    sheet: &InspectedSheet,
    table: &InspectedTable,
    names: &mut BTreeSet<String>,
) {
    let several = sheet.tables.len() > 1;
    let workbook = inspected.sheets.len() > 1 || inspected.encoding.is_none();
    line(text, format_args!("\n[[table]]\nname = {}", quoted(&name(&sheet.name, names))));
    if workbook {
        line(text, format_args!("sheet = {}", quoted(&sheet.name)));
    }
    line(text, format_args!("header = {{ {} }}", header(table, several)));
    let has = |reason| table.left_out.iter().any(|left| left.reason == reason);
    let mut skip = Vec::new();
    if has(LeftOutReason::Total) {
        skip.push(r#"{ rule = "total", pattern = "(?i)^(sub|gran|grand)?[ -]?total" }"#);
    }
    if has(LeftOutReason::Note) {
        skip.push(r#"{ rule = "note", pattern = "(?i)^(fuente|source|nota|note|elaborado|prepared)" }"#);
    }
    if !skip.is_empty() {
        line(text, format_args!("skip = [{}]", skip.join(", ")));
    }
    if several {
        text.push_str("stop = { blank_rows = 1 }\n");
    }
    write_fields(text, table);
}

/// A name for the table that no other one has.
fn name(sheet: &str, names: &mut BTreeSet<String>) -> String {
    let base: String =
        fold(sheet).split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    let base = if base.is_empty() { "table".to_owned() } else { base };
    let mut name = base.clone();
    let mut number = 2;
    while !names.insert(name.clone()) {
        name = format!("{base}-{number}");
        number += 1;
    }
    name
}

fn header(table: &InspectedTable, several: bool) -> String {
    let Some(last) = table.header_rows.last() else {
        let first = table.area.split(':').next().unwrap_or("A1").trim_start_matches(|c: char| c.is_ascii_alphabetic());
        return format!("none = true, first_row = {first}");
    };
    let rows =
        if table.header_rows.len() > 1 { format!(", rows = {}", table.header_rows.len()) } else { String::new() };
    // Of a header of several rows the last one is looked for; its texts are the last parts.
    let texts = table.columns.iter().map(|column| column.header.rsplit(" / ").next().unwrap_or_default());
    let mut contains: Vec<String> = Vec::new();
    if table.header_rows.len() == 1 {
        texts.filter(|text| !text.is_empty() && text.len() <= 40).map(quoted).take(3).for_each(|t| contains.push(t));
    }
    match &table.anchor {
        _ if contains.is_empty() => format!("row = {last}{rows}"),
        Some(anchor) if several => {
            let after = quoted(&format!("^{}", escaped(anchor)));
            format!("contains = [{}], after = {after}{rows}", contains.join(", "))
        }
        _ => format!("contains = [{}], within = {}{rows}", contains.join(", "), last + 20),
    }
}

/// A text as a pattern for itself.
fn escaped(text: &str) -> String {
    let special = |c: char| r"\.+*?()|[]{}^$#&-~".contains(c);
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

fn write_fields(text: &mut String, table: &InspectedTable) {
    let observed = table.columns.iter().any(|column| finds(&OBSERVED[0], column));
    let guesses = if observed { OBSERVED } else { PEOPLE };
    match observed {
        true => text.push_str("grain = \"observation\"\n\n[table.fields]\n"),
        false => {
            let kind = beneficiary(table);
            line(
                text,
                format_args!(
                    "grain = \"participation\"\nbeneficiary = \"{kind}\"  # CHECK: person, household, enterprise, institution or network\n\n[table.fields]"
                ),
            );
        }
    }
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let mut fields: Vec<&str> = Vec::new();
    for guess in guesses {
        let found = table.columns.iter().find(|c| !taken.contains(&c.position) && finds(guess, c));
        let Some(column) = found else { continue };
        taken.insert(column.position);
        fields.push(guess.0);
        write_field(text, table, guess, column);
    }
    write_needed(text, observed, &fields, table, &taken);
    for column in table.columns.iter().filter(|column| !taken.contains(&column.position)) {
        let header = if column.header.is_empty() { &column.column } else { &column.header };
        line(text, format_args!("# not used: {} ({})", plain(header), column.kind.as_str()));
    }
}

fn beneficiary(table: &InspectedTable) -> &'static str {
    let headers: Vec<String> = table.columns.iter().map(|column| fold(&column.header)).collect();
    let any = |words: &[&str]| headers.iter().any(|header| words.iter().any(|word| header.contains(word)));
    match () {
        () if any(&["institucion", "institution"]) => "institution",
        () if any(&["network", "nombre de la red", "reseau"]) => "network",
        () if any(&["cedula", "national id", "sexo", "sex", "genero", "sexe"]) => "person",
        () if any(&["empresa", "enterprise", "ruc", "entreprise"]) => "enterprise",
        () => "person",
    }
}

/// Whether a column is what a field is guessed by.
fn finds(guess: &Guess, column: &InspectedColumn) -> bool {
    let header = format!("{} ", fold(&column.header));
    let begins = |word: &str| header.match_indices(word).any(|(at, _)| !header[..at].ends_with(char::is_alphanumeric));
    column.kind != ColumnKind::Empty && guess.2.iter().any(|word| begins(word))
}

fn write_field(text: &mut String, table: &InspectedTable, guess: &Guess, column: &InspectedColumn) {
    let Guess(field, list, _) = guess;
    let same = table.columns.iter().filter(|other| fold(&other.header) == fold(&column.header)).count();
    let glob = column.header.contains(['*', '?', '[', '{']);
    let source = if same == 1 && !glob && !column.header.is_empty() {
        format!("column = {}", quoted(&column.header))
    } else {
        format!("position = \"{}\"", column.column)
    };
    let codes = list.map_or(String::new(), |list| format!(", codes = \"{list}\""));
    let required = if matches!(*field, "identifier" | "date" | "indicator") { ", required = true" } else { "" };
    line(text, format_args!("{field} = {{ {source}{codes}{required} }}"));
}

/// What such a table must have and no header was found for.
fn write_needed(text: &mut String, observed: bool, fields: &[&str], table: &InspectedTable, taken: &BTreeSet<u32>) {
    let has = |name: &str| fields.contains(&name);
    let free: Vec<&InspectedColumn> = table.columns.iter().filter(|column| !taken.contains(&column.position)).collect();
    let column = |kinds: &[ColumnKind]| {
        let fits = free.iter().find(|column| kinds.contains(&column.kind)).or(free.first());
        fits.map_or("A", |column| column.column.as_str()).to_owned()
    };
    if !has("date") && !has("period") {
        line(
            text,
            format_args!("date = {{ constant = \"2000-01-31\" }}  # CHECK: what is the date or the period of a row?"),
        );
    }
    if !observed && !has("identifier") && !has("name") {
        let position = column(&[ColumnKind::Text]);
        line(
            text,
            format_args!("identifier = {{ position = \"{position}\", required = true }}  # CHECK: who took part?"),
        );
    }
    if observed && !has("value") && !(has("numerator") && has("denominator")) {
        let position = column(&[ColumnKind::Number, ColumnKind::NumberAsText]);
        line(text, format_args!("value = {{ position = \"{position}\" }}  # CHECK: which column holds the value?"));
    }
}
