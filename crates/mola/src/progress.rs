//! How far a run is, on a terminal only.

use crate::texts::Texts;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mola_run::Step;
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Duration;

/// A bar on standard error, where that is a terminal; else nothing. It appears with the first step.
pub struct Progress {
    shown: bool,
    reading: String,
    measuring: String,
    writing: String,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// A bar that speaks the language of `texts`, or none where talk is not wanted.
    pub fn new(texts: &Texts, quiet: bool) -> Self {
        Self {
            shown: !quiet && std::io::stderr().is_terminal(),
            reading: texts.get("progress-reading"),
            measuring: texts.get("progress-measuring"),
            writing: texts.get("progress-writing"),
            bar: OnceLock::new(),
        }
    }

    /// Shows a step.
    pub fn show(&self, step: Step) {
        if !self.shown {
            return;
        }
        let bar = self.bar.get_or_init(bar);
        match step {
            Step::Read(done, total) => {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
                bar.set_message(self.reading.clone());
            }
            Step::Measure => bar.set_message(self.measuring.clone()),
            Step::Report => bar.set_message(self.writing.clone()),
        }
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some(bar) = self.bar.into_inner() {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}").expect("the template is well formed");
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
