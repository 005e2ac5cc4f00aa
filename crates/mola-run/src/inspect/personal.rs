//! What looks as if it were about one person. Where in doubt, it does.

use mola_spec::fold;

/// Words of headers whose columns are about one person, or may name one, folded.
const WORDS: &[&str] = &[
    "cedula",
    "documento",
    "identidad",
    "identificacion",
    "identite",
    "identity",
    "identifier",
    "identificador",
    "id",
    "dni",
    "dui",
    "pasaporte",
    "passport",
    "ruc",
    "nombre",
    "nombres",
    "apellido",
    "apellidos",
    "name",
    "names",
    "nom",
    "noms",
    "prenom",
    "prenoms",
    "surname",
    "telefono",
    "tel",
    "celular",
    "movil",
    "phone",
    "telephone",
    "mobile",
    "correo",
    "email",
    "mail",
    "courriel",
    "nacimiento",
    "nac",
    "birth",
    "born",
    "naissance",
    "direccion",
    "address",
    "adresse",
    "firma",
    "signature",
    "propietario",
    "propietaria",
    "owner",
    "proprietaire",
    "responsable",
    "facilitador",
    "facilitadora",
    "contacto",
    "contact",
    "participante",
    "participant",
    "beneficiario",
    "beneficiaria",
    "beneficiary",
    "beneficiaire",
    "observaciones",
    "observacion",
    "remarks",
    "remarques",
    "notes",
    "comentarios",
    "comments",
    "hogar",
    "household",
    "menage",
    "vendedor",
    "cliente",
];

/// Whether a header says that its column is about one person.
pub(crate) fn is_header(header: &str) -> bool {
    fold(header).split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Whether a text looks like a name, an identifier, a telephone number or an address of mail.
pub(crate) fn is_text(text: &str) -> bool {
    is_name(text) || is_identifier(text) || text.contains('@')
}

/// Two or more words that all begin with a capital: `Ana Pérez Ortega`, `PEREZ ORTEGA, ANA`.
fn is_name(text: &str) -> bool {
    let small = ["de", "del", "la", "las", "los", "da", "do", "van", "von", "y"];
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty() && !small.contains(word)).peekable();
    let named = |word: &str| word.chars().next().is_some_and(char::is_uppercase) && !word.contains(char::is_numeric);
    words.next().is_some_and(named) && words.peek().is_some() && words.all(named)
}

/// Six digits or more, however they are parted, and hardly anything else.
fn is_identifier(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 6 && letters <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_one_person_is_known() {
        for (header, expected) in [
            ("Cédula", true),
            ("Nombres y apellidos", true),
            ("F. nac.", true),
            ("National ID", true),
            ("Código de hogar", true),
            ("Provincia", false),
            ("Ingreso mensual (B/.)", false),
            ("Identified market", false),
        ] {
            assert_eq!(is_header(header), expected, "{header}");
        }
        for (text, expected) in [
            ("Ana Pérez Ortega", true),
            ("PEREZ ORTEGA, ANA", true),
            ("Ana de la Cruz", true),
            ("8-123-456", true),
            ("08.0123.00456", true),
            ("ana@example.org", true),
            ("Capacitación", false),
            ("Asistencia técnica", false),
            ("2011", false),
            ("S1 2011", false),
        ] {
            assert_eq!(is_text(text), expected, "{text}");
        }
    }
}
