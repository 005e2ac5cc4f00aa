//! `mola completions`

use super::Answer;
use crate::args::{Args, CompletionsArgs};
use clap::CommandFactory;

/// Always a script, whatever the format asked for.
pub(super) fn completions(args: &CompletionsArgs) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "mola", &mut script);
    Answer::clean(String::from_utf8_lossy(&script).into_owned())
}
