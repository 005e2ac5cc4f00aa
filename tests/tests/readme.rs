//! Every example of README.md does what it says.

use mola_tests::project::{Project, repository};
use mola_tests::transcript::{Example, agrees, examples};

/// `mola …`, also as the README's first command writes it.
fn arguments(example: &Example) -> Vec<&str> {
    let command = example.command.as_str();
    let after = command.strip_prefix("mola ").or_else(|| command.strip_prefix("cargo run --release -- "));
    let after = after.unwrap_or_else(|| panic!("README.md:{}: not a command of mola: {command}", example.line));
    after.split_whitespace().collect()
}

#[test]
fn every_example_prints_what_it_shows() {
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("README.md is there");
    let project = Project::copy().expect("the project can be copied");
    let mut wrong = Vec::new();
    let examples = examples(&readme);
    assert!(examples.len() >= 4, "README.md shows only {} examples", examples.len());
    for example in examples {
        let ended = project.mola(&arguments(&example)).expect("mola is built");
        if !agrees(&example.output, &ended.shown) || ended.code == 2 {
            wrong.push(format!(
                "README.md:{}: $ {}\nended with {} and printed:\n{}",
                example.line, example.command, ended.code, ended.shown
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
