//! What a document shows of a terminal: commands and what they print.

/// A command of a document, and what it is said to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The line of the document, from 1.
    pub line: usize,
    /// The command, without the prompt.
    pub command: String,
    /// The lines that follow it.
    pub output: Vec<String>,
}

/// The examples in all blocks of a Markdown text that are marked `console`: `$ ` begins a command.
pub fn examples(markdown: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut inside = false;
    for (index, line) in markdown.lines().enumerate() {
        if line.starts_with("```") {
            inside = !inside && line.trim_end() == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            found.push(Example { line: index + 1, command: command.trim().to_owned(), output: Vec::new() });
        } else if let Some(example) = found.last_mut().filter(|_| inside) {
            example.output.push(line.to_owned());
        }
    }
    found
}

/// Whether the lines that were printed are those that are shown. A shown line `…` stands for any
/// lines, also none; `…` in a line for any text. Blanks at the end of a line and blank lines at the
/// end do not count.
pub fn agrees(shown: &[String], printed: &str) -> bool {
    let shown: Vec<&str> = trimmed(shown.iter().map(String::as_str));
    let printed: Vec<&str> = trimmed(printed.lines());
    lines_agree(&shown, &printed)
}

fn trimmed<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut lines: Vec<&str> = lines.map(str::trim_end).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

fn lines_agree(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line.trim() == "…" => {
            (0..=printed.len()).any(|skipped| lines_agree(rest, &printed[skipped..]))
        }
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(first, others)| line_agrees(line, first) && lines_agree(rest, others))
        }
    }
}

fn line_agrees(shown: &str, printed: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = parts.next().and_then(|first| printed.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_outputs_are_found() {
        let text = "a\n```console\n$ mola check\nfine\n\n$ mola run\n```\n```sh\n$ ls\n```\n$ no\n```console\n$ mola x\ny\n```\n";
        let found: Vec<(usize, String, usize)> =
            examples(text).into_iter().map(|e| (e.line, e.command, e.output.len())).collect();
        let expected = [(3, "mola check", 2), (6, "mola run", 0), (13, "mola x", 1)];
        assert_eq!(found, expected.map(|(line, command, lines)| (line, command.to_string(), lines)));
    }

    #[test]
    fn an_ellipsis_stands_for_anything() {
        for (shown, printed, expected) in [
            ("a\nb", "a\nb\n", true),
            ("a", "a\nb", false),
            ("a\n…", "a\nb\nc", true),
            ("a\n…", "a", true),
            ("…\nc", "a\nb\nc\n\n", true),
            ("…\nc", "a\nb", false),
            ("a …s, … B", "a 12 ms, 7 B", true),
            ("a …s, … B", "a 12 ms, 7 kB!", false),
            ("… s", "s", false),
            ("", "", true),
            ("", "a", false),
        ] {
            let shown: Vec<String> = shown.lines().map(str::to_owned).collect();
            assert_eq!(agrees(&shown, printed), expected, "{shown:?} against {printed:?}");
        }
    }
}
