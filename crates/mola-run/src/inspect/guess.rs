//! Which field a column seems to be, by its header.

use super::column::{ColumnKind, InspectedColumn};
use super::seen::is_month;
use super::table::InspectedTable;
use mola_spec::fold;

/// A field that a header may mean: its name, the code list that its texts are looked up in, and
/// words that such headers hold, folded. Earlier fields go before later ones.
pub(super) struct Guess(pub &'static str, pub Option<&'static str>, &'static [&'static str]);

/// Fields of participations.
pub(super) const PEOPLE: &[Guess] = &[
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
        &[
            "nombre",
            "full name",
            "name",
            "nom ",
            "apellido",
            "enterprise",
            "empresa",
            "institucion",
            "institution",
            "network",
            "red ",
        ],
    ),
    Guess("sex", Some("sex"), &["sexo", "sex", "genero", "gender", "sexe", "genre"]),
    Guess("place", Some("place"), &["provincia", "prov", "province", "departamento"]),
    Guess("locality", None, &["distrito", "district", "comunidad", "municipio", "commune"]),
    Guess("area", Some("area"), &["area", "zona"]),
    Guess("ethnicity", Some("ethnicity"), &["etnia", "ethnicity", "ethnie"]),
    Guess("sector", Some("sector"), &["sector", "secteur", "rubro"]),
    Guess("activity", Some("activity"), &["actividad", "activity", "activite", "tema", "taller", "apoyo", "atelier"]),
    Guess("date", None, &["fecha", "date"]),
    Guess("hours", None, &["horas", "hrs", "hours", "heures"]),
    Guess("income", None, &["ingreso", "income", "revenu"]),
];

/// Fields of observations.
pub(super) const OBSERVED: &[Guess] = &[
    Guess("indicator", Some("indicator"), &["indicador", "indicator", "indicateur"]),
    Guess("numerator", None, &["numerador", "numerator", "numerateur"]),
    Guess("denominator", None, &["denominador", "denominator", "denominateur"]),
    Guess("value", None, &["valor", "value", "valeur", "acumulado", "cumulative", "cumule", "avance"]),
    Guess("place", Some("place"), &["provincia", "prov", "province", "departamento"]),
    Guess("sex", Some("sex"), &["sexo", "sex", "genero", "gender", "sexe"]),
    Guess("period", None, &["periodo", "period", "periode", "semestre", "semester", "trimestre", "quarter"]),
    Guess("date", None, &["fecha", "date"]),
];

impl Guess {
    /// Whether a column is what this field is guessed by. Codes and names are text.
    pub(super) fn finds(&self, column: &InspectedColumn) -> bool {
        let header = format!("{} ", fold(&column.header));
        let begins =
            |word: &str| header.match_indices(word).any(|(at, _)| !header[..at].ends_with(char::is_alphanumeric));
        let text = matches!(column.kind, ColumnKind::Code | ColumnKind::Text | ColumnKind::Mixed);
        let fits = if self.1.is_some() || self.0 == "name" { text } else { column.kind != ColumnKind::Empty };
        fits && !is_of_month(column) && self.2.iter().any(|word| begins(word))
    }
}

/// The last row of a column's header.
pub(super) fn last_part(column: &InspectedColumn) -> &str {
    column.header.rsplit(" / ").next().unwrap_or_default()
}

/// Whether the column holds the values of one month.
pub(super) fn is_of_month(column: &InspectedColumn) -> bool {
    is_month(last_part(column)) && !last_part(column).contains(' ')
}

/// The columns that hold one month each, where there are some.
pub(super) fn months(table: &InspectedTable) -> Vec<&InspectedColumn> {
    let months: Vec<&InspectedColumn> = table.columns.iter().filter(|column| is_of_month(column)).collect();
    if months.len() > 1 { months } else { Vec::new() }
}

/// Whether a column says which month of the year a row is about.
pub(super) fn says_month(column: &InspectedColumn) -> bool {
    matches!(fold(&column.header).as_str(), "mes" | "month" | "mois")
}

/// Whether a column says that its values are cumulative.
pub(super) fn says_cumulative(column: &InspectedColumn) -> bool {
    let header = fold(&column.header);
    ["acumulado", "acumulada", "cumulative", "cumule", "to date"].iter().any(|word| header.contains(word))
}

/// What the rows of a table seem to be about.
pub(super) fn beneficiary(table: &InspectedTable) -> &'static str {
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
