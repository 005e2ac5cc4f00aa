//! A first mapping for a file, to be looked through and finished by hand.

use super::column::{ColumnKind, InspectedColumn};
use super::guess::{Guess, OBSERVED, PEOPLE, beneficiary, last_part, months, says_cumulative, says_month};
use super::table::{InspectedTable, LeftOutReason};
use super::{Inspected, InspectedSheet};
use mola_spec::fold;
use std::collections::BTreeSet;
use std::fmt::Write as _;

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
    write_fields(text, table, &inspected.file);
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
    let texts = table.columns.iter().map(last_part).filter(|text| (3..=40).contains(&text.chars().count()));
    let contains: Vec<String> = texts.take(3).map(quoted).collect();
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

fn write_fields(text: &mut String, table: &InspectedTable, file: &str) {
    let observed = table.columns.iter().any(|column| OBSERVED[0].finds(column));
    if observed {
        text.push_str("grain = \"observation\"\n");
        let value = OBSERVED.iter().find(|guess| guess.0 == "value");
        let value = table.columns.iter().find(|column| value.is_some_and(|value| value.finds(column)));
        if value.is_some_and(says_cumulative) {
            text.push_str("cumulative = true  # CHECK: values since the beginning, not of a period alone\n");
        }
    } else {
        text.push_str("grain = \"participation\"\n");
        let kind = beneficiary(table);
        line(
            text,
            format_args!("beneficiary = \"{kind}\"  # CHECK: person, household, enterprise, institution or network"),
        );
    }
    let months = if observed { months(table) } else { Vec::new() };
    if let Some(column) = months.first() {
        line(text, format_args!("unpivot = {{ columns = {}, keep_blank = true }}", quoted(&pattern(column))));
    }
    text.push_str("\n[table.fields]\n");
    let mut fields =
        Fields { table, file, taken: months.iter().map(|column| column.position).collect(), lines: Vec::new() };
    if let Some(column) = months.first() {
        fields.unpivoted(column);
    }
    fields.guess(if observed { OBSERVED } else { PEOPLE });
    fields.need(observed);
    fields.lines.iter().for_each(|(name, source)| line(text, format_args!("{name} = {source}")));
    for column in table.columns.iter().filter(|column| !fields.taken.contains(&column.position)) {
        let header = if column.header.is_empty() { &column.column } else { &column.header };
        line(text, format_args!("# not used: {} ({})", plain(header), column.kind.as_str()));
    }
}

/// The pattern of columns of months: what stands above may hold the year.
fn pattern(column: &InspectedColumn) -> String {
    match (year_in(&column.header), column.header.contains(" / ")) {
        (true, true) => r"^.*(?<year>\d{4}).* / (?<month>\w+)$",
        (_, true) => r"^.+ / (?<month>\w+)$",
        (_, false) => r"^(?<month>\w+)$",
    }
    .to_owned()
}

/// Whether a text holds four digits together.
fn year_in(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// The fields of a table, as they are found.
struct Fields<'a> {
    table: &'a InspectedTable,
    file: &'a str,
    /// Positions of the columns that are used.
    taken: BTreeSet<u32>,
    /// Names and sources.
    lines: Vec<(&'static str, String)>,
}

impl<'a> Fields<'a> {
    fn has(&self, name: &str) -> bool {
        self.lines.iter().any(|(field, _)| *field == name)
    }

    fn free(&self) -> impl Iterator<Item = &'a InspectedColumn> {
        self.table.columns.iter().filter(|column| !self.taken.contains(&column.position))
    }

    fn unpivoted(&mut self, column: &InspectedColumn) {
        if year_in(&column.header) {
            self.lines.push(("year", "{ group = \"year\" }".to_owned()));
        } else {
            self.year();
        }
        self.lines.push(("month", "{ group = \"month\" }".to_owned()));
        self.lines.push(("value", "{ value = true }".to_owned()));
    }

    /// The year, where only months are said: from the file's name, if it has one.
    fn year(&mut self) {
        let source = if year_in(self.file) { r"{ file = '(\d{4})' }" } else { "{ constant = 2000 }" };
        self.lines.push(("year", format!("{source}  # CHECK: which year?")));
    }

    fn guess(&mut self, guesses: &[Guess]) {
        for guess in guesses.iter().filter(|guess| !self.has(guess.0)).collect::<Vec<_>>() {
            let Some(column) = self.free().find(|column| guess.finds(column)) else { continue };
            self.taken.insert(column.position);
            let codes = guess.1.map_or(String::new(), |list| format!(", codes = \"{list}\""));
            let required = matches!(guess.0, "identifier" | "date" | "indicator");
            let required = if required { ", required = true" } else { "" };
            self.lines.push((guess.0, format!("{{ {}{codes}{required} }}", self.source(column))));
        }
    }

    /// A column by its header, or by its place where the header does not tell.
    fn source(&self, column: &InspectedColumn) -> String {
        let same = self.table.columns.iter().filter(|other| fold(&other.header) == fold(&column.header)).count();
        if same == 1 && !column.header.is_empty() && !column.header.contains(['*', '?', '[', '{']) {
            format!("column = {}", quoted(&column.header))
        } else {
            format!("position = \"{}\"", column.column)
        }
    }

    /// What such a table must have and no header was found for.
    fn need(&mut self, observed: bool) {
        if !["date", "period", "month"].iter().any(|name| self.has(name)) {
            self.time();
        }
        if !observed && !self.has("identifier") && !self.has("name") {
            self.choose("identifier", &[ColumnKind::Text], "who took part?");
        }
        if observed && !self.has("value") && !(self.has("numerator") && self.has("denominator")) {
            let kinds = [ColumnKind::Number, ColumnKind::NumberAsText, ColumnKind::Mixed];
            self.choose("value", &kinds, "which column holds the value?");
        }
    }

    fn time(&mut self) {
        let dates = [ColumnKind::Date, ColumnKind::DateAsText];
        let month = self.free().find(|column| says_month(column)).map(|c| (c.position, self.source(c)));
        if let Some((position, source)) = month {
            self.taken.insert(position);
            self.year();
            self.lines.push(("month", format!("{{ {source} }}")));
        } else if self.free().any(|column| dates.contains(&column.kind)) {
            self.choose("date", &dates, "is this the date of a row?");
        } else {
            let source = "{ constant = \"2000-01-31\" }  # CHECK: what is the date or the period of a row?";
            self.lines.push(("date", source.to_owned()));
        }
    }

    /// The first free column of one of these kinds, or any free one, or the first of the sheet.
    fn choose(&mut self, field: &'static str, kinds: &[ColumnKind], question: &str) {
        let column = self.free().find(|column| kinds.contains(&column.kind)).or_else(|| self.free().next());
        self.taken.extend(column.map(|column| column.position));
        let source = column.map_or_else(|| "position = \"A\"".to_owned(), |column| self.source(column));
        self.lines.push((field, format!("{{ {source} }}  # CHECK: {question}")));
    }
}
