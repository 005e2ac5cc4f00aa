//! What a user sees of a command line that cannot be understood.

use crate::commands::Ending;
use crate::environment::language_asked_for;
use crate::page::{BAD, styled};
use crate::texts::Texts;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::io::Write as _;

/// Prints the help or the version that was asked for, or says what is wrong with the command line.
pub fn explain(error: &Error) -> Ending {
    if !error.use_stderr() {
        // A reader that has gone away needs no help any more.
        let _ = error.print();
        return Ending::Clean;
    }
    let texts = Texts::of(language_asked_for());
    match sentence(error, &texts) {
        Some(sentence) => {
            let word = styled(BAD, &texts.get("error"));
            let _ = writeln!(anstream::stderr(), "{word}: {sentence}\n{}", texts.get("usage-help"));
        }
        None => drop(error.print()),
    }
    Ending::NotDone
}

/// The fault in the language of `texts`; none where only the parser's own words will do.
fn sentence(error: &Error, texts: &Texts) -> Option<String> {
    let arg = || text(error, ContextKind::InvalidArg);
    let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
    let (key, found) = match error.kind() {
        ErrorKind::UnknownArgument => ("usage-unknown-argument", arg()?),
        ErrorKind::InvalidSubcommand => ("usage-unknown-command", text(error, ContextKind::InvalidSubcommand)?),
        ErrorKind::MissingRequiredArgument => ("usage-missing", arg()?),
        // Of a list of values, such as `<ISSUE> <ISSUE>...`, the first names what is missing.
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => ("usage-missing", first_word(&arg()?)),
        ErrorKind::ArgumentConflict => return conflict(error, texts),
        ErrorKind::InvalidValue if value().is_empty() => ("usage-value-missing", arg()?),
        ErrorKind::InvalidValue => return Some(valued(error, texts, &arg()?, &value())),
        ErrorKind::ValueValidation => {
            let said = [("arg", arg()?.into()), ("value", value().into()), ("hint", hint(&arg()?, texts).into())];
            return Some(texts.with("usage-value-invalid", &said));
        }
        _ => return None,
    };
    let said = texts.with(key, &[("value", found.into())]);
    Some(format!("{said}{}", nearest(error, texts)))
}

fn valued(error: &Error, texts: &Texts, arg: &str, value: &str) -> String {
    let allowed = text(error, ContextKind::ValidValue).unwrap_or_default();
    texts.with("usage-value-unknown", &[("arg", arg.into()), ("value", value.into()), ("allowed", allowed.into())])
}

fn conflict(error: &Error, texts: &Texts) -> Option<String> {
    let (one, other) = (text(error, ContextKind::InvalidArg)?, text(error, ContextKind::PriorArg)?);
    Some(texts.with("usage-conflict", &[("first", one.into()), ("second", other.into())]))
}

fn first_word(text: &str) -> String {
    text.split(' ').next().unwrap_or(text).to_owned()
}

fn nearest(error: &Error, texts: &Texts) -> String {
    let near = text(error, ContextKind::SuggestedArg).or_else(|| text(error, ContextKind::SuggestedSubcommand));
    near.map_or(String::new(), |near| format!(" {}", texts.with("usage-nearest", &[("value", near.into())])))
}

/// What would have been right.
fn hint(arg: &str, texts: &Texts) -> String {
    match () {
        () if arg.contains("--period") || arg.contains("<PERIOD>") => texts.get("usage-hint-period"),
        () if arg.contains("--as-of") => texts.get("usage-hint-moment"),
        () => String::new(),
    }
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use clap::Parser;
    use mola_finding::Language;

    fn check(line: &str, expected: &str) {
        let error = Args::try_parse_from(line.split(' ')).expect_err("a fault");
        assert_eq!(sentence(&error, &Texts::of(Language::En)).as_deref(), Some(expected), "{:?}", error.kind());
        for language in Language::ALL {
            assert!(sentence(&error, &Texts::of(language)).is_some());
        }
    }

    #[test]
    fn faults_of_the_command_line_are_told() {
        check("mola rum", "There is no command rum. Did you mean run?");
        check("mola run --perod 2011", "There is no option --perod here. Did you mean --period?");
        check("mola explain", "<FIGURE> is missing.");
        check("mola run --lang de", "--lang <LANG> cannot be de. It can be: es, en, fr.");
        check(
            "mola run --period 2011-13",
            "--period <PERIOD> cannot be 2011-13. Write a month (2011-10), quarter (2011-Q4), semester (2011-S2) or year (2011).",
        );
        check(
            "mola run --as-of soon",
            "--as-of <DATE> cannot be soon. Write a day (2011-11-15) or a moment (2011-11-15T12:00:00Z).",
        );
        check("mola -v -q status", "--verbose... and --quiet cannot go together.");
    }
}
