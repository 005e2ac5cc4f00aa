//! The commands, one a file. Each makes a text for standard output and says how it ended.

mod calculation;
mod cells;
mod changes;
mod check;
mod close;
mod completions;
mod diff;
mod explain;
mod init;
mod inspect;
mod issues;
pub(crate) mod link;
pub(crate) mod log;
mod opened;
mod portfolio;
mod read_apart;
mod reopen;
pub(crate) mod report;
pub(crate) mod retry;
pub(crate) mod review;
mod run;
mod schema;
mod status;
mod table;
mod test;
pub(crate) mod watch;

use crate::args::{Args, Command, Format, Shared};
use crate::environment;
use crate::failure::Failure;
use crate::page::{BAD, Page, styled};
use crate::texts::Texts;
use mola_finding::JsonFinding;
use mola_run::Request;
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The version of the shapes that this crate makes itself.
const SCHEMA_VERSION: u32 = 1;

/// How a command ended: the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Ending {
    /// All is well.
    Clean = 0,
    /// It is done, and someone should look at something.
    Findings = 1,
    /// It is not done.
    NotDone = 2,
}

/// What a command answers.
struct Answer {
    /// What goes to standard output.
    text: String,
    ending: Ending,
}

impl Answer {
    fn clean(text: String) -> Self {
        Self { text, ending: Ending::Clean }
    }
}

/// What every command is given.
struct Call<'a> {
    shared: &'a Shared,
    texts: Texts,
}

impl Call<'_> {
    fn is_json(&self) -> bool {
        self.shared.format == Format::Json
    }

    /// A request for the pipeline that is meant.
    fn request(&self, asked: Option<&Path>) -> Result<Request, Failure> {
        let folder = environment::pipeline(asked)?;
        let mut request = Request::new(folder, environment::now(), environment::engine());
        request.language = self.shared.lang;
        request.keys = environment::keys();
        request.reader = environment::own_program();
        Ok(request)
    }

    /// Says where the key lies that was made for a new store: it is the only one of its kind.
    fn tell_of_key(&self, request: &Request) {
        if let Some(path) = request.keys.made() {
            let text = self.texts.with("key-made", &[("path", crate::failure::shown(&path).into())]);
            let mut page = Page::default();
            page.wrapped("", &text);
            // Nothing can be done where even this cannot be written.
            let _ = anstream::stderr().write_all(page.into_text().as_bytes());
        }
    }
}

/// Carries out what is asked, writes the answer and says how it ended.
pub fn carry_out(args: &Args) -> Ending {
    listen(&args.shared);
    let call = Call { shared: &args.shared, texts: Texts::of(args.shared.lang) };
    let answer = match &args.command {
        Command::ReadApart => return read_apart::read_apart(),
        Command::Run(args) => run::run(&call, args),
        Command::Watch(args) => watch::watch(&call, args),
        Command::Init(args) => init::init(&call, args),
        Command::Check(args) => check::check(&call, args),
        Command::Test(args) => test::test(&call, args),
        Command::Inspect(args) => inspect::inspect(&call, args),
        Command::Cells(args) => cells::cells(&call, args),
        Command::Table(args) => table::table(&call, args),
        Command::Link(args) => link::link(&call, args),
        Command::Status(args) => status::status(&call, args),
        Command::Retry(args) => retry::retry(&call, args),
        Command::Review(args) => review::review(&call, args),
        Command::Log(args) => log::log(&call, args),
        Command::Explain(args) => explain::explain(&call, args),
        Command::Close(args) => close::close(&call, args),
        Command::Reopen(args) => reopen::reopen(&call, args),
        Command::Issues(args) => issues::issues(&call, args),
        Command::Report(args) => report::report(&call, args),
        Command::Diff(args) => diff::diff(&call, args),
        Command::Schema(args) => schema::schema(args),
        Command::Completions(args) => Ok(completions::completions(args)),
    };
    let answer = answer.unwrap_or_else(|failure| refuse(&call, &failure));
    match write(&mut anstream::stdout(), &answer.text) {
        Ok(()) => answer.ending,
        Err(error) => {
            let text = call.texts.with("failure-output", &[("reason", error.to_string().into())]);
            talk(&call, &text);
            Ending::NotDone
        }
    }
}

/// Lets what the libraries trace appear on standard error.
fn listen(shared: &Shared) {
    use tracing_subscriber::filter::LevelFilter;
    let level = match (shared.quiet, shared.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 0) => LevelFilter::WARN,
        (_, 1) => LevelFilter::INFO,
        (_, 2) => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let listener = tracing_subscriber::fmt().with_writer(anstream::stderr).with_max_level(level).with_target(false);
    // Only a second listener could be refused, and there is none.
    let _ = listener.without_time().try_init();
}

/// Writes all of it. A reader that has gone away is no fault.
fn write(out: &mut impl Write, text: &str) -> io::Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Says an error on standard error.
fn talk(call: &Call<'_>, text: &str) {
    let mut page = Page::default();
    page.wrapped(&format!("{}: ", call.texts.get("error")), text);
    let text = page.into_text();
    let word = call.texts.get("error");
    let text = text.replacen(&word, &styled(BAD, &word), 1);
    // Nothing can be done where even this cannot be written.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// What programs are told of a command that was not carried out.
#[derive(Serialize)]
struct Refusal {
    schema_version: u32,
    error: RefusalReason,
    /// Faults of the settings.
    faults: Vec<JsonFinding>,
}

#[derive(Serialize)]
struct RefusalReason {
    kind: &'static str,
    text: String,
}

/// The answer of a command that is not carried out: words on standard error; on standard output an
/// object for programs, or nothing.
fn refuse(call: &Call<'_>, failure: &Failure) -> Answer {
    let text = failure.text(&call.texts);
    let faults = if let Failure::Faults(faults) = failure { faults.as_slice() } else { &[] };
    if call.is_json() {
        let reason = RefusalReason { kind: failure.kind(), text };
        let faults = JsonFinding::all(faults, call.texts.language);
        let refusal = Refusal { schema_version: SCHEMA_VERSION, error: reason, faults };
        let text = json(&refusal).unwrap_or_default();
        return Answer { text, ending: Ending::NotDone };
    }
    let mut page = Page::default();
    page.faults(faults, &call.texts);
    page.gap();
    let _ = anstream::stderr().write_all(page.into_text().as_bytes());
    talk(call, &text);
    Answer { text: String::new(), ending: Ending::NotDone }
}

/// An object as programs get it.
fn json(object: &impl Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(object)?;
    text.push('\n');
    Ok(text)
}

/// A command to try next, with what must be said again: the pipeline, the store, the language.
fn again(call: &Call<'_>, command: &str, pipeline: Option<&PathBuf>, store: Option<&PathBuf>) -> String {
    let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
    let mut line = format!("mola {verb}");
    let mut add = |name: &str, value: String| {
        let quote = if value.contains([' ', '(', ')', '&', '\'']) { "\"" } else { "" };
        line.push_str(&format!(" {name}{quote}{value}{quote}"));
    };
    // The pipeline stands before what else is named; but `explain` names the figure first.
    let pipeline = pipeline.map(|pipeline| crate::failure::shown(pipeline));
    let (before, after) = if verb == "explain" { (None, pipeline) } else { (pipeline, None) };
    before.into_iter().for_each(|pipeline| add("", pipeline));
    rest.split(' ').filter(|word| !word.is_empty()).for_each(|word| add("", word.to_owned()));
    after.into_iter().for_each(|pipeline| add("--pipeline ", pipeline));
    if let Some(store) = store {
        add("--store ", crate::failure::shown(store));
    }
    if call.shared.lang != mola_finding::Language::Es {
        add("--lang ", call.shared.lang.code().to_owned());
    }
    line
}

#[cfg(test)]
mod tests;
