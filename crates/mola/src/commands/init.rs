//! `mola init`

use super::{Answer, Call, SCHEMA_VERSION, json};
use crate::args::InitArgs;
use crate::failure::{Failure, shown};
use crate::page::{BOLD, Page, styled};
use serde::Serialize;

#[derive(Serialize)]
struct InitJson {
    schema_version: u32,
    folder: String,
    files: Vec<String>,
}

pub(super) fn init(call: &Call<'_>, args: &InitArgs) -> Result<Answer, Failure> {
    let files = mola_run::init(&args.dir, args.demo)?;
    let folder = shown(&args.dir);
    if call.is_json() {
        let files = files.iter().map(|path| shown(path)).collect();
        return json(&InitJson { schema_version: SCHEMA_VERSION, folder, files }).map(Answer::clean);
    }
    let mut page = Page::default();
    let count = files.len() as f64;
    page.line(&styled(
        BOLD,
        &call.texts.with("init-done", &[("folder", folder.as_str().into()), ("count", count.into())]),
    ));
    for (name, key) in [
        ("inbox/", "init-inbox"),
        ("mappings/", "init-mappings"),
        ("pipelines/", "init-pipelines"),
        ("README.txt", "init-readme"),
    ] {
        page.wrapped(&format!("  {name:<12}"), &call.texts.get(key));
    }
    page.gap();
    page.line(&call.texts.get("init-next"));
    let quote = if folder.contains(' ') { "\"" } else { "" };
    page.line(&format!("  cd {quote}{folder}{quote}"));
    page.line("  mola check");
    page.line("  mola run");
    Ok(Answer::clean(page.into_text()))
}
