//! What of an answer may be pinned: everything but folders, versions and the clock.

use crate::project::{Project, Streams};
use regex::Regex;

/// What changes from run to run, and what stands for it. The programme's own moments lie in 2011
/// and 2012 and stay.
const CHANGING: [(&str, &str); 7] = [
    (r"\b20[2-9]\d-\d\d-\d\dT[0-9:.]+(Z|\+00:00)", "[moment]"),
    (r"\b20[2-9]\d-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC", "[moment]"),
    (r"\b20[2-9]\d-\d\d-\d\d\b", "[day]"),
    (r"mola \d+\.\d+\.\d+", "mola [version]"),
    // An issue is named by a digest of all that it is, the moment of its closing included.
    (r"\b[0-9a-f]{64}\b", "[digest]"),
    (r"\b[0-9a-f]{12}\b", "[issue id]"),
    (r"_[0-9a-f]{12}_", "_[issue id]_"),
];

/// A text without what changes from run to run.
pub fn redacted(project: &Project, text: &str) -> String {
    let folder = project.path().display().to_string();
    let text = text.replace(&folder, "[project]").replace('\\', "/");
    CHANGING.iter().fold(text, |text, (pattern, stands)| {
        let pattern = Regex::new(pattern).expect("the pattern is one of those above");
        pattern.replace_all(&text, *stands).into_owned()
    })
}

/// A command and all it left behind, for a snapshot.
pub fn pinned(project: &Project, arguments: &[&str], streams: &Streams) -> String {
    let text = format!(
        "$ mola {}\nexit code: {}\n── stdout\n{}── stderr\n{}",
        arguments.join(" "),
        streams.code,
        streams.stdout,
        streams.stderr
    );
    redacted(project, &text)
}
