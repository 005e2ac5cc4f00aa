//! What a user sees of a defect of Mola: one sentence that asks to report it, and no data.

use crate::commands::Ending;
use crate::environment::language_asked_for;
use crate::texts::Texts;
use std::io::Write as _;
use std::panic::{Location, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

/// Where the last defect was.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps the texts of panics from the user: they may hold what partners wrote. Panics in the
/// reading of one file are caught below and become findings, so nothing is said here yet.
pub fn keep_quiet() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(place);
        let mut last = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        // A panic that a thread hands on is reported from the standard library once more.
        if let Some(place) = place.filter(|place| !place.starts_with("std ") || last.is_none()) {
            *last = Some(place);
        }
    }));
}

/// The place in the code, without the folders of whoever built it.
fn place(location: &Location<'_>) -> String {
    let file = location.file().replace('\\', "/");
    let own = file.rsplit_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/')).map(|(_, rest)| rest);
    let std =
        file.split_once("/library/").filter(|_| file.starts_with("/rustc/")).map(|(_, rest)| format!("std {rest}"));
    let workspace = file.rfind("crates/").map_or(file.as_str(), |at| &file[at..]);
    let shown = std.unwrap_or_else(|| own.unwrap_or(workspace).to_owned());
    format!("{shown}:{}:{}", location.line(), location.column())
}

/// Tells of the defect that ended the program.
pub fn tell() -> Ending {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
    let texts = Texts::of(language_asked_for());
    let version = env!("CARGO_PKG_VERSION");
    let text = texts.with("defect", &[("place", place.into()), ("version", version.into())]);
    // Nothing can be done where even this cannot be written.
    let _ = writeln!(std::io::stderr(), "{text}");
    Ending::NotDone
}
