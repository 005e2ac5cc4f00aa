//! `mola link`

use super::{Answer, Call, Ending, SCHEMA_VERSION, json, opened};
use crate::args::LinkArgs;
use crate::failure::Failure;
use mola_finding::{Finding, Severity};
use mola_run::{ListError, ReadList};
use mola_sheet::TableError;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

#[derive(Serialize)]
struct Summary {
    schema_version: u32,
    rows: usize,
    clusters: usize,
    review: usize,
}

pub(super) fn link(call: &Call<'_>, args: &LinkArgs) -> Result<Answer, Failure> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| Failure::Unreadable { path, source }
    };
    let given = args.fields.as_ref().map(|path| -> Result<_, Failure> {
        let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
        Ok(mola_run::list_fields(&text)?)
    });
    let given = given.transpose()?;
    let mut findings = Vec::new();
    let lists = args.files.iter().map(|file| read(file, args, &mut findings)).collect::<Result<Vec<_>, _>>()?;
    let linked = mola_run::link_read_lists(lists, given.as_ref())?;
    write(&args.pairs, |out| linked.write_pairs(out))?;
    write(&args.clusters, |out| linked.write_clusters(out))?;
    let (rows, clusters, review) = linked.counts();
    opened::end(call, Ok(()), &findings)?;
    let text = if call.is_json() {
        json(&Summary { schema_version: SCHEMA_VERSION, rows, clusters, review })?
    } else {
        let number = |count: usize| count.to_string().into();
        let said = [("rows", number(rows)), ("clusters", number(clusters)), ("review", number(review))];
        format!("{}\n", call.texts.with("link-done", &said))
    };
    let look = findings.iter().any(|finding| finding.severity >= Severity::Warning);
    Ok(Answer { text, ending: if look { Ending::Findings } else { Ending::Clean } })
}

fn read(file: &Path, args: &LinkArgs, findings: &mut Vec<Finding>) -> Result<ReadList, Failure> {
    let mut opened = opened::open(file, &args.dialect)?;
    let sheet = super::table::first_sheet(&mut opened)?;
    let name = opened.name.clone();
    let (list, found) = mola_run::read_list(&mut opened.workbook, sheet, &name).map_err(|error| match error {
        TableError::Sheet(error) => opened.refused(&error),
        TableError::Write(error) => Failure::Unanswered(error),
    })?;
    let shown = opened.workbook.sheets()[sheet].name.clone();
    findings.append(&mut opened.findings);
    findings.extend(found.findings(&opened.place(&shown), opened.is_text()));
    Ok(list)
}

fn write(path: &Path, by: impl FnOnce(BufWriter<File>) -> io::Result<()>) -> Result<(), Failure> {
    let written = File::create(path).and_then(|file| by(BufWriter::with_capacity(1 << 20, file)));
    written.map_err(|source| Failure::Unwritable { path: path.to_owned(), source })
}

/// A stable word for programs.
pub(crate) fn kind(error: &ListError) -> &'static str {
    match error {
        ListError::Fields(_) => "fields",
        ListError::Kind { .. } => "field-kind",
        ListError::NoField(_) => "no-field",
    }
}
