//! What the fields of a list hold, by their names and values.

use super::ListField;
use super::text::fold;
use super::values::{birth, sex};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKind {
    /// An identifier of a person, household or enterprise.
    Identifier,
    /// Given names.
    Given,
    /// Surnames.
    Surname,
    /// A whole name in any order.
    FullName,
    /// A birth date, or its year alone.
    Birth,
    /// The year of birth.
    BirthYear,
    /// The month of birth.
    BirthMonth,
    /// The day of birth.
    BirthDay,
    /// A sex.
    Sex,
    /// A place, address or suburb.
    Place,
    /// A postcode or another number that says where or what something is.
    Number,
    /// A phone.
    Phone,
    /// Any other text.
    Text,
    /// Nothing that says who it is: months, agencies, numbers of rows.
    Ignored,
}

impl FieldKind {
    /// The words for kinds in a file of fields.
    pub const NAMES: [(&'static str, Self); 14] = [
        ("identifier", Self::Identifier),
        ("given_name", Self::Given),
        ("surname", Self::Surname),
        ("full_name", Self::FullName),
        ("birth_date", Self::Birth),
        ("birth_year", Self::BirthYear),
        ("birth_month", Self::BirthMonth),
        ("birth_day", Self::BirthDay),
        ("sex", Self::Sex),
        ("place", Self::Place),
        ("number", Self::Number),
        ("phone", Self::Phone),
        ("text", Self::Text),
        ("ignored", Self::Ignored),
    ];
}

/// Words in names of fields, the first that is there decides.
const WORDS: &[(FieldKind, &[&str])] = &[
    (FieldKind::Ignored, &["agenc", "fuente", "source", "cluster", "mes", "month reported", "periodo", "entity"]),
    (FieldKind::Phone, &["tel", "phone", "celular", "contacto", "movil"]),
    (FieldKind::BirthYear, &["by", "birth year", "year of birth", "yob", "ano nac", "ano de nac"]),
    (FieldKind::BirthMonth, &["bm", "birth month", "mes nac", "mes de nac"]),
    (FieldKind::BirthDay, &["bd", "birth day", "dia nac", "dia de nac"]),
    (FieldKind::Place, &["birth place", "birthplace", "lugar de nac"]),
    (FieldKind::Birth, &["birth", "dob", "nacimiento", "nac", "naissance", "geburt"]),
    (FieldKind::Sex, &["sex", "gender", "genero", "m h", "sexe"]),
    (FieldKind::Number, &["postcode", "zip", "codigo postal", "plz", "street number", "number", "numero de casa"]),
    (FieldKind::Identifier, &["cedula", "soc sec", "ssn", "documento", "ruc", "dni", "passport", "identifi", "nif"]),
    (FieldKind::Surname, &["surname", "apellido", "last name", "lastname", "lname", "family name", "nachname"]),
    (
        FieldKind::Given,
        &[
            "given",
            "first name",
            "firstname",
            "forename",
            "fname",
            "1er nombre",
            "2do nombre",
            "primer nombre",
            "segundo nombre",
            "nombres",
            "middle name",
            "vorname",
            "prenom",
        ],
    ),
    (
        FieldKind::Place,
        &[
            "address",
            "direccion",
            "suburb",
            "city",
            "district",
            "distrito",
            "municipio",
            "place",
            "lugar",
            "state",
            "provincia",
            "comunidad",
            "corregimiento",
            "ort",
            "addr",
            "town",
            "county",
            "street",
        ],
    ),
    (FieldKind::FullName, &["nombre", "name", "beneficiario", "full name"]),
];

/// What the fields of a list hold. `rows` are some of its rows.
pub fn guess_fields(header: &[String], rows: &[Vec<String>]) -> Vec<ListField> {
    let kinds: Vec<FieldKind> = (0..header.len()).map(|column| kind(header, rows, column)).collect();
    header.iter().zip(kinds).map(|(name, kind)| ListField { name: name.clone(), kind }).collect()
}

fn kind(header: &[String], rows: &[Vec<String>], column: usize) -> FieldKind {
    let name = fold(&header[column].replace('_', " "));
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let values: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.get(column))
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect();
    let named = by_name(&name);
    if matches!(name.as_str(), "id" | "rec id" | "record id" | "unique id" | "row" | "index" | "no" | "n") {
        // A number of its own for each row is no identifier of who it is about.
        let mut distinct = values.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let own = distinct.len() == values.len();
        return if own { FieldKind::Ignored } else { FieldKind::Identifier };
    }
    named.unwrap_or_else(|| by_values(&values))
}

fn by_name(name: &str) -> Option<FieldKind> {
    // «Apellidos y nombres» is a whole name.
    if name.contains("apellido") && name.contains("nombre") {
        return Some(FieldKind::FullName);
    }
    let begins = |word: &str| format!(" {name}").contains(&format!(" {word}"));
    let found = WORDS.iter().find(|(_, words)| {
        words.iter().any(|word| if word.len() <= 3 { name.split(' ').any(|part| part == *word) } else { begins(word) })
    });
    found.map(|(kind, _)| *kind).or_else(|| name.starts_with("tel").then_some(FieldKind::Phone))
}

fn by_values(values: &[&str]) -> FieldKind {
    let share = |test: &dyn Fn(&str) -> bool| {
        values.iter().filter(|value| test(value)).count() * 10 >= values.len() * 9 && !values.is_empty()
    };
    match () {
        () if values.is_empty() => FieldKind::Ignored,
        () if share(&|value| sex(&fold(value)).is_some()) => FieldKind::Sex,
        () if share(&|value| value.len() >= 8 && birth(value).is_some_and(|date| date.month > 0)) => FieldKind::Birth,
        () if share(&|value| value.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c))) => FieldKind::Number,
        () => FieldKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_their_names() {
        let cases = [
            ("nombre", FieldKind::FullName),
            ("APELLIDOS Y NOMBRES", FieldKind::FullName),
            ("cedula", FieldKind::Identifier),
            ("fecha_nacimiento", FieldKind::Birth),
            ("given_name", FieldKind::Given),
            ("surname", FieldKind::Surname),
            ("postcode", FieldKind::Number),
            ("soc_sec_id", FieldKind::Identifier),
            ("Teléfono", FieldKind::Phone),
            ("fname_c1", FieldKind::Given),
            ("by", FieldKind::BirthYear),
            ("birth_place", FieldKind::Place),
        ];
        for (name, kind) in cases {
            assert_eq!(by_name(&fold(&name.replace('_', " "))), Some(kind), "{name}");
        }
    }
}
