//! A small month's end: five agencies, three months, in the layouts of
//! `benches/month-end/make_workload.py`, against a truth that is counted here with plain sets.
//! All people are invented.

use mola_tests::project::{Project, repository};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const MONTHS: u32 = 3;
const LINES: usize = 40;
const PEOPLE: usize = 150;
const PROVINCES: [(&str, u32); 4] = [("Coclé", 2), ("Chiriquí", 4), ("Herrera", 6), ("Veraguas", 9)];
const SECTORS: [&str; 3] = ["crafts", "agriculture", "tourism"];

/// How an agency writes dates.
#[derive(Clone, Copy)]
enum Dates {
    Real,
    Text(fn(u32, u32, u32) -> String),
}

/// How an agency writes its register.
struct Agency {
    code: &'static str,
    /// None for a csv.
    sheet: Option<&'static str>,
    /// The row of the header, from 0.
    header: u32,
    head: &'static str,
    /// Female, male.
    sexes: [&'static str; 2],
    sectors: [&'static str; 3],
    dates: Dates,
    comma: bool,
    total: Option<&'static str>,
    identifier: fn(&Person) -> String,
}

/// An invented person. The number is theirs alone.
#[derive(Clone, Copy)]
struct Person {
    number: usize,
    book: u32,
    female: bool,
    province: usize,
    sector: usize,
}

/// A line of a register.
struct Line {
    person: Person,
    month: u32,
    day: u32,
    hours: u32,
    income_cents: u32,
}

fn plain(person: &Person) -> String {
    format!("{}-{}-{}", PROVINCES[person.province].1, person.book, person.number)
}

const AGENCIES: [Agency; 5] = [
    Agency {
        code: "undp",
        sheet: Some("Beneficiarios"),
        header: 4,
        head: "N°;Cédula;Nombre completo;Sexo;Fecha de nacimiento;Provincia;Distrito;Sector;Actividad;Fecha;Horas;Ingreso mensual (B/.);Observaciones",
        sexes: ["Mujer", "Hombre"],
        sectors: ["Artesanía", "Agropecuario", "Turismo"],
        dates: Dates::Real,
        comma: false,
        total: Some("Total general"),
        identifier: plain,
    },
    Agency {
        code: "fao",
        sheet: Some("Registro"),
        header: 2,
        head: "Nº;Documento;Nombre y apellidos;Género;F. nac.;Prov.;Distr.;Rubro;Tema;Fecha visita;Hrs;Ingreso B/.;Nota",
        sexes: ["f", "m"],
        sectors: ["artesanias", "agro", "turismo rural"],
        dates: Dates::Text(|year, month, day| format!("{day:02}/{month:02}/{year}")),
        comma: true,
        total: Some("TOTAL"),
        identifier: |person| format!("{:02}-{:04}-{:06}", PROVINCES[person.province].1, person.book, person.number),
    },
    Agency {
        code: "unido",
        sheet: Some("Participants"),
        header: 0,
        head: "#;National ID;Full name;Sex;Date of birth;Province;District;Sector;Training;Date;Hours;Monthly income (USD);Remarks",
        sexes: ["Female", "Male"],
        sectors: ["Handicraft", "Agriculture", "Tourism"],
        dates: Dates::Real,
        comma: false,
        total: None,
        identifier: |person| format!(" {}", plain(person)),
    },
    Agency {
        code: "unctad",
        sheet: Some("Bénéficiaires"),
        header: 6,
        head: "N°;Pièce d'identité;Nom complet;Sexe;Date de naissance;Province;District;Secteur;Activité;Date;Heures;Revenu mensuel;Remarques",
        sexes: ["Femme", "Homme"],
        sectors: ["Artisanat", "Agriculture", "Tourisme"],
        dates: Dates::Text(|year, month, day| format!("{year}-{month:02}-{day:02}")),
        comma: false,
        total: Some("Total"),
        identifier: |person| plain(person).replace('-', " "),
    },
    Agency {
        code: "unwto",
        sheet: None,
        header: 1,
        head: "no;cedula;nombre;sexo;nacimiento;provincia;distrito;sector;taller;fecha;horas;ingreso;obs",
        sexes: ["F", "M"],
        sectors: ["ARTESANIA", "AGROPECUARIO", "TURISMO"],
        dates: Dates::Text(|year, month, day| format!("{day:02}-{month:02}-{year}")),
        comma: true,
        total: None,
        identifier: plain,
    },
];

/// Numbers that look like chance and are the same in each run (Knuth's linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn people(chance: &mut Chance) -> Vec<Person> {
    let person = |number| Person {
        number,
        book: 1 + chance.below(950) as u32,
        female: chance.below(100) < 62,
        province: chance.below(4),
        sector: chance.below(3),
    };
    (1..=PEOPLE).map(person).collect()
}

fn lines(folk: &[Person], month: u32, chance: &mut Chance) -> Vec<Line> {
    let line = |_| Line {
        person: folk[chance.below(folk.len())],
        month,
        day: 1 + chance.below(28) as u32,
        hours: 1 + chance.below(40) as u32,
        income_cents: 4_000 + chance.below(236_000) as u32,
    };
    (0..LINES).map(line).collect()
}

/// An amount as `1.234,56`.
fn with_comma(cents: u32) -> String {
    let (whole, cents) = (cents / 100, cents % 100);
    match (whole / 1000, whole % 1000) {
        (0, rest) => format!("{rest},{cents:02}"),
        (thousands, rest) => format!("{thousands}.{rest:03},{cents:02}"),
    }
}

/// The texts of a line; date, hours and income stand last, each written as the agency does.
fn texts(agency: &Agency, at: usize, line: &Line) -> [String; 9] {
    let person = &line.person;
    [
        (at + 1).to_string(),
        (agency.identifier)(person),
        format!("Persona Inventada {}", person.number),
        agency.sexes[usize::from(!person.female)].to_owned(),
        String::new(),
        PROVINCES[person.province].0.to_owned(),
        String::new(),
        agency.sectors[person.sector].to_owned(),
        "Curso".to_owned(),
    ]
}

fn write_csv(path: &Path, agency: &Agency, lines: &[Line]) {
    let Dates::Text(date) = agency.dates else { panic!("a csv has no real dates") };
    let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
    writer.write_record(["OMT", "Registro de capacitación turística"]).expect("in memory");
    writer.write_record(agency.head.split(';')).expect("in memory");
    for (at, line) in lines.iter().enumerate() {
        let mut cells = texts(agency, at, line).to_vec();
        let income = with_comma(line.income_cents);
        cells.extend([date(2010, line.month, line.day), line.hours.to_string(), income, String::new()]);
        writer.write_record(cells).expect("in memory");
    }
    let text = String::from_utf8(writer.into_inner().expect("in memory")).expect("it was written as text");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    std::fs::write(path, bytes).expect("the folder is ours");
}

fn write_xlsx(path: &Path, name: &str, agency: &Agency, lines: &[Line]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(name).expect("the name is legal");
    if agency.header > 0 {
        sheet.write(0, 0, "Registro mensual").expect("in the sheet");
    }
    for (column, head) in (0..).zip(agency.head.split(';')) {
        sheet.write(agency.header, column, head).expect("in the sheet");
    }
    for (at, line) in lines.iter().enumerate() {
        write_line(sheet, agency, agency.header + 1 + at as u32, at, line);
    }
    if let Some(total) = agency.total {
        let row = agency.header + 1 + lines.len() as u32;
        sheet.write(row, 0, total).expect("in the sheet");
        sheet.write(row, 10, lines.iter().map(|line| line.hours).sum::<u32>()).expect("in the sheet");
    }
    workbook.save(path).expect("the folder is ours");
}

fn write_line(sheet: &mut Worksheet, agency: &Agency, row: u32, at: usize, line: &Line) {
    for (column, text) in (0..).zip(texts(agency, at, line)).filter(|(_, text)| !text.is_empty()) {
        sheet.write(row, column, text).expect("in the sheet");
    }
    match agency.dates {
        Dates::Real => {
            let day = ExcelDateTime::from_ymd(2010, line.month as u8, line.day as u8).expect("the day exists");
            let format = Format::new().set_num_format("dd/mm/yyyy");
            sheet.write_with_format(row, 9, &day, &format).expect("in the sheet");
        }
        Dates::Text(text) => {
            sheet.write(row, 9, text(2010, line.month, line.day)).expect("in the sheet");
        }
    }
    sheet.write(row, 10, line.hours).expect("in the sheet");
    if agency.comma {
        sheet.write(row, 11, with_comma(line.income_cents)).expect("in the sheet");
    } else {
        sheet.write(row, 11, f64::from(line.income_cents) / 100.0).expect("in the sheet");
    }
}

/// What is counted with plain sets.
#[derive(Default)]
struct Count {
    lines: u64,
    hours: u64,
    people: BTreeSet<usize>,
    women: BTreeSet<usize>,
    months: BTreeMap<String, BTreeSet<usize>>,
    cells: BTreeMap<String, BTreeSet<usize>>,
}

impl Count {
    fn add(&mut self, agency: &Agency, line: &Line) {
        let person = line.person;
        self.lines += 1;
        self.hours += u64::from(line.hours);
        self.people.insert(person.number);
        if person.female {
            self.women.insert(person.number);
        }
        self.months.entry(format!("{} 2010-{:02}", agency.code, line.month)).or_default().insert(person.number);
        let sex = if person.female { "F" } else { "M" };
        let cell = format!("{} / {sex} / {}", PROVINCES[person.province].0, SECTORS[person.sector]);
        self.cells.entry(cell).or_default().insert(person.number);
    }
}

fn sizes(sets: BTreeMap<String, BTreeSet<usize>>) -> Value {
    sets.into_iter().map(|(key, set)| (key, json!(set.len()))).collect::<Map<_, _>>().into()
}

/// Writes the inbox and counts what is in it.
fn workload(inbox: &Path, seed: u64) -> Count {
    let mut chance = Chance(seed);
    let folk = people(&mut chance);
    let mut count = Count::default();
    for agency in &AGENCIES {
        let folder = inbox.join(agency.code);
        std::fs::create_dir_all(&folder).expect("the folder is ours");
        for month in 1..=MONTHS {
            let lines = lines(&folk, month, &mut chance);
            lines.iter().for_each(|line| count.add(agency, line));
            let file = folder.join(format!("{}-2010-{month:02}", agency.code));
            match agency.sheet {
                Some(name) => write_xlsx(&file.with_extension("xlsx"), name, agency, &lines),
                None => write_csv(&file.with_extension("csv"), agency, &lines),
            }
        }
    }
    count
}

#[test]
fn a_month_end_is_counted_right() {
    let pipeline = repository().join("benches/month-end").display().to_string();
    for seed in [1, 2, 3] {
        let project = Project::copy().expect("the project can be copied");
        let count = workload(&project.path().join("in"), seed);
        let arguments = ["run", &pipeline, "--inbox", "in", "--store", "st", "--out", "out", "--format", "json"];
        let ended = project.streams(&arguments).expect("mola is built");
        assert!(ended.code <= 1, "{}", ended.stderr);
        let summary = ended.json();
        assert_eq!(
            summary["files"]["accepted"],
            AGENCIES.len() as u64 * u64::from(MONTHS),
            "{}",
            summary["findings_list"]
        );
        assert_eq!(summary["lines"].as_u64(), Some(count.lines), "seed {seed}");
        let number = |key: &str| summary[key].as_f64().expect("a number");
        let found = ["people", "women", "hours"].map(number);
        assert_eq!(found, [count.people.len() as f64, count.women.len() as f64, count.hours as f64], "seed {seed}");
        assert!(count.people.len() < count.lines as usize);
        assert_eq!(summary["by_agency_month"], sizes(count.months), "seed {seed}");
        assert_eq!(summary["by_cell"], sizes(count.cells), "seed {seed}");
    }
}
