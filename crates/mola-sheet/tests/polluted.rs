//! One clean table, and everything that people and programs do to such a file on its way: the same
//! header, the same records and the same cells come out, with nothing declared. All data are invented.

use mola_sheet::{FlawKind, Flaws, FoundTable, Hints, Limits, Mark, TableHints, Workbook, read_table};
use proptest::prelude::*;

const HEADER: [&str; 7] = ["Fecha", "Hora", "Personas", "Código", "Costo", "Taller", "Observación"];
const RECORDS: [[&str; 7]; 8] = [
    [
        "28/01/2011",
        "08:00",
        "12",
        "CO-8769",
        "B/. 74.69",
        "Costos, precios y \"ganancia\"",
        "con refrigerio, sin transporte",
    ],
    ["29/01/2011", "08:15", "0", "HE-3895", "B/. 29.81", "Tejido d'Ocú", ""],
    ["30/01/2011", "08:30", "1", "HE-8070", "B/. 80.08", "Mesa redonda, 48\"", "primera línea\nsegunda línea"],
    ["31/01/2011", "08:45", "1", "VE-9546", "B/. 25.55", "Artesanía", "d'accord, así quedó"],
    ["13/02/2011", "09:00", "9", "CH-9259", "B/. 48.00", "Café y cacao", "cerca del río"],
    ["14/02/2011", "09:15", "19", "CH-9260", "B/. 8.00", "Guías, nivel 2", "lluvia"],
    ["15/02/2011", "09:30", "5", "CO-9261", "B/. 148.00", "Guías, nivel 3", ""],
    ["16/02/2011", "10:00", "7", "CO-9262", "B/. 4.50", "Molas", "a las \"diez\" en punto"],
];

/// How a file is written.
#[derive(Clone, Copy)]
struct Style {
    delimiter: &'static str,
    quote: &'static str,
    escape: &'static str,
    end: &'static str,
    /// Whether every field is quoted, or only what must be.
    all: bool,
}

const PLAIN: Style = Style { delimiter: ",", quote: "\"", escape: "\"", end: "\r\n", all: false };

impl Style {
    fn field(&self, text: &str) -> String {
        let must = self.all || [self.delimiter, self.quote, "\n"].iter().any(|mark| text.contains(mark));
        if !must || self.quote.is_empty() {
            return text.to_owned();
        }
        let inside = text.replace(self.quote, &format!("{}{}", self.escape, self.quote));
        format!("{0}{inside}{0}", self.quote)
    }

    fn line(&self, fields: &[&str]) -> String {
        fields.iter().map(|field| self.field(field)).collect::<Vec<_>>().join(self.delimiter) + self.end
    }

    fn lines(&self) -> Vec<String> {
        std::iter::once(self.line(&HEADER)).chain(RECORDS.iter().map(|record| self.line(record))).collect()
    }

    fn text(&self) -> String {
        self.lines().concat()
    }
}

struct Read {
    rows: Vec<Vec<String>>,
    found: FoundTable,
    flaws: Flaws,
}

fn read(bytes: &[u8], hints: Hints, table: TableHints) -> Read {
    let hints = Hints { repair: true, ..hints };
    let mut workbook = Workbook::open(bytes.to_vec(), &hints, &Limits::default()).expect("a text");
    let mut sheet = workbook.sheet(0).expect("one sheet");
    let mut rows = Vec::new();
    let found = read_table(&mut sheet, table, &mut |fields| {
        rows.push(fields.iter().map(|field| (*field).to_owned()).collect());
        Ok(())
    });
    Read { found: found.expect("a table"), flaws: sheet.flaws(), rows }
}

fn clean() -> Vec<Vec<String>> {
    let owned = |fields: &[&str; 7]| fields.iter().map(|field| (*field).to_owned()).collect();
    std::iter::once(owned(&HEADER)).chain(RECORDS.iter().map(owned)).collect()
}

/// The same table comes out of `bytes`.
fn check(name: &str, bytes: &[u8]) -> Read {
    let read = read(bytes, Hints::default(), TableHints::default());
    assert_eq!(read.rows, clean(), "{name}");
    assert_eq!(read.found.records, 8, "{name}");
    read
}

#[test]
fn dialects_are_found() {
    for delimiter in [",", ";", "\t", "|", ", ", "; ", " | ", "||", "::", "~", "^", " "] {
        for (quote, escape) in [("\"", "\""), ("\"", "\\"), ("'", "'"), ("'", "\\")] {
            for end in ["\n", "\r\n", "\r"] {
                for all in [false, true] {
                    let style = Style { delimiter, quote, escape, end, all };
                    // Line ends inside a field are of one kind here: those of the field.
                    check(&format!("{delimiter:?} {quote} {escape} {end:?} {all}"), style.text().as_bytes());
                }
            }
        }
    }
}

#[test]
fn encodings_are_found() {
    let text = PLAIN.text();
    let wide = |big: bool, mark: &[u8]| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() });
        mark.iter().copied().chain(units).collect()
    };
    check("utf-8 with mark", format!("\u{feff}{text}").as_bytes());
    check("utf-16le", &wide(false, b""));
    check("utf-16be", &wide(true, b""));
    check("utf-16le with mark", &wide(false, b"\xFF\xFE"));
    check("utf-16be with mark", &wide(true, b"\xFE\xFF"));
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1")).collect();
    check("latin 1", &latin);
}

#[test]
fn ends_of_lines_and_of_the_file_do_not_matter() {
    let lines = PLAIN.lines();
    let mixed: String = lines
        .iter()
        .zip(["\r\n", "\n", "\r"].iter().cycle())
        .map(|(line, end)| line.trim_end().to_owned() + end)
        .collect();
    check("mixed", mixed.as_bytes());
    check("no end", PLAIN.text().trim_end().as_bytes());
    check("two ends", (PLAIN.text() + "\r\n").as_bytes());
    check("blank rows", (PLAIN.text() + ",,,,,,\r\n,,,,,,\r\n").as_bytes());
}

#[test]
fn what_stands_around_a_table_is_left_out() {
    let table = PLAIN.text();
    for (name, text, above, below, further) in [
        ("title", format!("Registro de talleres\r\n{table}"), 1, 0, None),
        ("padded title", format!("Registro,,,,,,\r\n,,,,,,\r\n{table}"), 1, 0, None),
        ("labels", format!("Mes,enero\r\nZona,norte\r\n\r\n{table}"), 2, 0, None),
        (
            "wide title",
            format!("Registro de talleres, por zona, mes, tema, tipo, monto, lugar, nota\r\n{table}"),
            1,
            0,
            None,
        ),
        ("footnotes", format!("{table}\r\nFuente: conteo propio\r\nDatos inventados,,,,,,\r\n"), 0, 2, None),
        ("same table again", format!("{table}{table}"), 0, 0, Some((11, 9))),
        ("another below", format!("{table}\r\nZona,Mes,Total\r\nnorte,enero,5\r\n"), 0, 2, None),
    ] {
        let found = check(name, text.as_bytes()).found;
        assert_eq!((found.above.len(), found.below.len(), found.further), (above, below, further), "{name}");
    }
}

#[test]
fn a_record_in_pieces_of_sentences_begins_no_table() {
    let lines = PLAIN.lines();
    let odd = "14/02/2011 09:15 19 CH-9260 taller de guías de nivel dos \"con lluvia en la mañana y sol después del medio día, \
               con refrigerio, sin transporte, cerca del río\"\r\n";
    let text = [lines[..6].concat(), odd.to_owned(), lines[7..].concat()].concat();
    let read = read(text.as_bytes(), Hints::default(), TableHints::default());
    assert_eq!((read.found.records, read.found.further), (8, None));
    assert_eq!((&read.rows[..6], &read.rows[7..]), (&clean()[..6], &clean()[7..]));
}

#[test]
fn headers_of_several_rows_are_joined() {
    let (names, records) = (PLAIN.line(&HEADER), &PLAIN.lines()[1..].concat());
    for rows in [2, 3] {
        let read = read((names.repeat(rows) + records).as_bytes(), Hints::default(), TableHints::default());
        let joined: Vec<String> = HEADER.iter().map(|name| vec![*name; rows].join(" ")).collect();
        assert_eq!((&read.rows[0], &read.rows[1..], read.found.header_rows.len()), (&joined, &clean()[1..], rows));
    }
    let groups = "Cuándo,,Quiénes,,,Qué,\r\n";
    let read = read((groups.to_owned() + &names + records).as_bytes(), Hints::default(), TableHints::default());
    assert_eq!(read.rows[0][..4], ["Cuándo Fecha", "Cuándo Hora", "Quiénes Personas", "Quiénes Código"]);
    assert_eq!(read.rows[1..], clean()[1..]);
}

#[test]
fn a_table_without_names_or_records_is_read_too() {
    let lines = PLAIN.lines();
    let all = |text: &str| read(text.as_bytes(), Hints::default(), TableHints::default());
    let none = all(&lines[1..].concat());
    assert_eq!((none.found.header_rows.len(), &none.rows[..]), (0, &clean()[1..]));
    let alone = all(&lines[0]);
    assert_eq!((alone.found.header_rows.len(), alone.found.records, &alone.rows[..]), (1, 0, &clean()[..1]));
    assert_eq!(all(&lines[..2].concat()).rows, clean()[..2]);
    assert_eq!(all("Nombre\nAna\nEva Luz\n").rows, [["Nombre"], ["Ana"], ["Eva Luz"]]);
    assert_eq!(all("Año\n2010\n2011\n").rows, [["Año"], ["2010"], ["2011"]]);
    assert_eq!(all("Zona,2009,2010\nnorte,5,800\nsur,1200,7\nsur,12,70\n").found.header_rows, [1]);
    let names = "a,a,,b\n1,2,3,4\n5,6,7,8\n";
    assert_eq!(all(names).rows, [["a", "a", "", "b"], ["1", "2", "3", "4"], ["5", "6", "7", "8"]]);
}

#[test]
fn a_stray_quotation_mark_costs_no_row() {
    let lines = PLAIN.lines();
    for row in (0..lines.len()).filter(|row| *row != 3) {
        for column in 0..HEADER.len() {
            let fields: Vec<&str> = if row == 0 { HEADER.to_vec() } else { RECORDS[row - 1].to_vec() };
            let written: Vec<String> = fields
                .iter()
                .enumerate()
                .map(|(at, f)| if at == column { format!("\"{}", PLAIN.field(f)) } else { PLAIN.field(f) })
                .collect();
            let mut lines = lines.clone();
            lines[row] = written.join(",") + "\r\n";
            let mut expected = clean();
            expected[row][column].insert(0, '"');
            let read = read(lines.concat().as_bytes(), Hints::default(), TableHints::default());
            assert_eq!(read.rows, expected, "row {row}, column {column}: {}", lines[row]);
        }
    }
}

#[test]
fn marks_that_nothing_closes_are_read_in_time() {
    // Looked at one by one from each to the end, these would take hours.
    for (line, last) in [("\"a,b,c,d,e\n", ""), ("\"a,b,c,d,e\n", "x\",b,c,d,e\n"), ("a,\"b\"x,c,d,e\n", "")] {
        let text = format!("v,w,x,y,z\n{}{last}", line.repeat(200_000));
        let read = read(text.as_bytes(), Hints::default(), TableHints::default());
        assert!(read.rows.len() >= 200_000, "{line}: {}", read.rows.len());
    }
}

#[test]
fn records_with_too_many_or_few_fields_are_kept_and_told_of() {
    let lines = PLAIN.lines();
    for row in [0, 1, 4, 5, 8] {
        for column in 0..HEADER.len() {
            let fields: Vec<&str> = if row == 0 { HEADER.to_vec() } else { RECORDS[row - 1].to_vec() };
            let mut more = fields.clone();
            more.insert(column, "");
            let mut text = lines.clone();
            text[row] = PLAIN.line(&more);
            let read_more = check(&format!("one more in {row} at {column}"), text.concat().as_bytes());
            assert_eq!(read_more.found.ragged_records, 1, "{:?}", text[row]);
            let mut less = fields;
            less.remove(column);
            text[row] = PLAIN.line(&less);
            let read_less = read(text.concat().as_bytes(), Hints::default(), TableHints::default());
            assert_eq!(read_less.rows.len(), 9, "{:?}", text[row]);
            assert_eq!(read_less.found.ragged[0].fields, 6, "{:?}", text[row]);
            let kept: Vec<&String> = read_less.rows[row].iter().filter(|text| !text.is_empty()).collect();
            assert_eq!(kept, less.iter().filter(|text| !text.is_empty()).collect::<Vec<_>>(), "{:?}", text[row]);
        }
    }
}

#[test]
fn a_line_with_delimiters_of_its_own_is_read() {
    for delimiter in [";", "\t", "|"] {
        let mut lines = PLAIN.lines();
        lines[6] = Style { delimiter, all: true, ..PLAIN }.line(&RECORDS[5]);
        let read = check(delimiter, lines.concat().as_bytes());
        let kind = FlawKind::Delimiter { found: delimiter.to_owned(), expected: ",".to_owned() };
        assert_eq!(read.flaws.listed().iter().map(|flaw| &flaw.kind).collect::<Vec<_>>(), [&kind]);
    }
}

#[test]
fn what_is_declared_is_not_guessed() {
    let text = "x y z\r\n#a#;#b;\\#c#\r\n1;2\r\n";
    let hints = Hints {
        delimiter: Some(";".to_owned()),
        quote: Mark::parse("#"),
        escape: Mark::parse("\\"),
        ..Hints::default()
    };
    let read = read(text.as_bytes(), hints, TableHints { header_rows: Some(0), skip_rows: Some(1) });
    assert_eq!(read.rows, [["a", "b;#c"], ["1", "2"]]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the fields hold, a declared dialect gives them back.
    #[test]
    fn declared_dialects_give_fields_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z ,;\"'|\n#ñ]{1,6}x", 2..4), 1..6),
        delimiter in prop::sample::select(vec![",", ";", "||", "\t"]),
    ) {
        let style = Style { delimiter, all: true, ..PLAIN };
        let text: String = rows.iter().map(|row| style.line(&row.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        let hints = Hints { delimiter: Some(delimiter.to_owned()), quote: Mark::parse("\""), escape: Some(Mark::None), ..Hints::default() };
        let mut workbook = Workbook::open(text.into_bytes(), &hints, &Limits::default()).expect("a text");
        let mut sheet = workbook.sheet(0).expect("one sheet");
        let mut found: Vec<Vec<String>> = Vec::new();
        while let Some(chunk) = sheet.next_chunk().expect("sound") {
            found.extend(chunk.rows().map(|row| row.cells().map(|(_, value)| value.raw().into_owned()).collect()));
        }
        prop_assert_eq!(found, rows);
    }
}
