//! `mola review`

use super::{Answer, Call, Ending, again, json, opened};
use crate::args::DialectArgs;
use crate::failure::Failure;
use crate::page::{BOLD, FAINT, Page, styled};
use mola_run::{Request, Review, ReviewPair, ReviewSide, Verdict};
use mola_sheet::TableError;
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};

pub(crate) const REVIEW_EXAMPLES: &str = "\
Examples:
  mola review                                          pairs to decide, side by side, shown in part
  mola review --ask --by \"Ana Ruiz\"                    one pair after the other
  mola review --same 1a2b3c4d --by \"Ana Ruiz\" --reason \"seen both cards\"
  mola review --different 1a2b3c4d --by \"Ana Ruiz\" --reason twins
  mola review --undo 1a2b3c4d --by \"Ana Ruiz\" --reason \"wrong card\"
  mola review --workbook pairs.xlsx                    with a column for the decision
  mola review --decisions pairs.xlsx --by \"Ana Ruiz\" --reason \"field visit\"

A decision holds in every later run until it is undone. Until a pair is decided, counts carry the range \
from all being the same to none. What --unmasked shows is noted in the audit trail.

Exit codes: 0 nothing is left to decide; 1 pairs are left; 2 not done.";

/// `mola review`
#[derive(Debug, clap::Args)]
pub struct ReviewArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Decide that a pair is the same; may be said several times
    #[arg(long, value_name = "PAIR", requires = "by")]
    pub same: Vec<String>,
    /// Decide that a pair are two; may be said several times
    #[arg(long, value_name = "PAIR", requires = "by")]
    pub different: Vec<String>,
    /// Undo what was decided of a pair; may be said several times
    #[arg(long, value_name = "PAIR", requires = "by")]
    pub undo: Vec<String>,
    /// Ask for each pair on the terminal
    #[arg(long, requires = "by", conflicts_with_all = ["same", "different", "undo", "decisions"])]
    pub ask: bool,
    /// Who decides, or who sees what is unmasked
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why it is decided so
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Write the pairs to a workbook with a column for the decision
    #[arg(long, value_name = "FILE")]
    pub workbook: Option<PathBuf>,
    /// Take the decisions that were written into such a workbook
    #[arg(long, value_name = "FILE", requires = "by")]
    pub decisions: Option<PathBuf>,
    /// Show names, numbers and dates in full
    #[arg(long, requires = "by")]
    pub unmasked: bool,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

pub(super) fn review(call: &Call<'_>, args: &ReviewArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let who = args.by.as_deref().unwrap_or_default();
    let verdicts = verdicts(args)?;
    let mut review = match verdicts.is_empty() || args.unmasked {
        true => mola_run::review(&request, args.unmasked.then_some(who))?.map_err(Failure::Faults)?,
        false => mola_run::decide(&request, who, &verdicts)?.map_err(Failure::Faults)?,
    };
    if args.unmasked && !verdicts.is_empty() {
        mola_run::decide(&request, who, &verdicts)?.map_err(Failure::Faults)?;
        review.open.retain(|open| !verdicts.iter().any(|verdict| verdict.pair == open.pair));
    }
    if args.ask {
        let asked = ask(call, &review, args.reason.as_deref())?;
        if !asked.is_empty() {
            review = mola_run::decide(&request, who, &asked)?.map_err(Failure::Faults)?;
        }
    }
    if let Some(path) = &args.workbook {
        let bytes = mola_run::review_workbook(&review, call.texts.language, request.now)?;
        std::fs::write(path, bytes).map_err(|source| Failure::Unwritable { path: path.clone(), source })?;
    }
    let ending = if review.open.is_empty() { Ending::Clean } else { Ending::Findings };
    let text = if call.is_json() { json(&review)? } else { page(call, args, &review) };
    Ok(Answer { text, ending })
}

/// What is decided by options and by a workbook.
fn verdicts(args: &ReviewArgs) -> Result<Vec<Verdict>, Failure> {
    let reason = args.reason.clone().unwrap_or_default();
    let by = |pairs: &[String], same: Option<bool>| {
        let verdict = |pair: &String| Verdict { pair: pair.to_lowercase(), same, reason: reason.clone() };
        pairs.iter().map(verdict).collect::<Vec<_>>()
    };
    let mut verdicts = [by(&args.same, Some(true)), by(&args.different, Some(false)), by(&args.undo, None)].concat();
    if let Some(path) = &args.decisions {
        verdicts.extend(written(path, &reason)?);
    }
    Ok(verdicts)
}

/// The decisions in a workbook.
fn written(path: &Path, reason: &str) -> Result<Vec<Verdict>, Failure> {
    let mut opened = opened::open(path, &DialectArgs::default())?;
    let sheet = super::table::first_sheet(&mut opened)?;
    let name = opened.name.clone();
    let (list, _) = mola_run::read_list(&mut opened.workbook, sheet, &name).map_err(|error| match error {
        TableError::Sheet(error) => opened.refused(&error),
        TableError::Write(error) => Failure::Unanswered(error),
    })?;
    Ok(mola_run::read_verdicts(&list, reason)?)
}

/// Asks for one pair after the other, until the answers end.
fn ask(call: &Call<'_>, review: &Review, reason: Option<&str>) -> Result<Vec<Verdict>, Failure> {
    let mut verdicts = Vec::new();
    let mut lines = std::io::stdin().lock().lines();
    for (number, pair) in (1..).zip(&review.open) {
        let mut shown = Page::default();
        show(call, &mut shown, pair);
        let values = [("number", call.texts.number(number)), ("all", call.texts.number(review.open.len() as u64))];
        shown.line(&call.texts.with("review-ask", &values.map(|(name, text)| (name, text.into()))));
        let written = anstream::stderr().write_all(shown.into_text().as_bytes());
        written.map_err(Failure::Unanswered)?;
        let Some(answer) = lines.next().transpose().map_err(Failure::Unanswered)? else { break };
        let mut words = answer.trim().splitn(2, char::is_whitespace);
        let same = match words.next().unwrap_or_default().to_lowercase().as_str() {
            "=" | "1" => true,
            "#" | "2" => false,
            "q" => break,
            _ => continue,
        };
        let own = words.next().map(str::trim).filter(|text| !text.is_empty());
        let reason = own.or(reason).unwrap_or_default().to_owned();
        verdicts.push(Verdict { pair: pair.pair.clone(), same: Some(same), reason });
    }
    Ok(verdicts)
}

fn page(call: &Call<'_>, args: &ReviewArgs, review: &Review) -> String {
    let mut page = Page::default();
    page.line(&styled(BOLD, &review.programme));
    let counts = [("open", review.open.len()), ("decided", review.decided.len())];
    page.wrapped("", &call.texts.with("review-counts", &counts.map(|(name, count)| (name, count.to_string().into()))));
    for pair in review.open.iter().take(SHOWN) {
        page.gap();
        show(call, &mut page, pair);
    }
    if review.open.len() > SHOWN {
        page.gap();
        let more = [("count", (review.open.len() - SHOWN).to_string().into())];
        page.wrapped("", &call.texts.with("review-more", &more));
    }
    if !review.decided.is_empty() {
        page.gap();
        page.line(&styled(BOLD, &call.texts.get("review-decided")));
        for decision in &review.decided {
            let said = call.texts.get(if decision.same { "review-same" } else { "review-different" });
            let day = decision.moment.split('T').next().unwrap_or_default();
            page.wrapped("  ", &format!("{} · {said} · {} · {day} · {}", decision.pair, decision.who, decision.reason));
        }
    }
    if let Some(pair) = review.open.first() {
        page.gap();
        let how = format!("review --same {} --by \"…\" --reason \"…\"", pair.pair);
        let next = again(call, &how, args.pipeline.as_ref(), args.store.as_ref());
        page.whole_pairs(&[(call.texts.get("run-next"), vec![next])]);
    }
    page.into_text()
}

/// So many pairs are shown on the terminal.
const SHOWN: usize = 50;

/// A pair, side by side.
fn show(call: &Call<'_>, page: &mut Page, pair: &ReviewPair) {
    let percent = format!("{:.0} %", pair.probability * 100.0);
    page.line(&format!("{}  {}", styled(BOLD, &pair.pair), percent));
    for side in [&pair.one, &pair.other] {
        let ReviewSide { place, identifier, name, born, sex, lives, phone } = side;
        let said = [name, identifier, born, sex, lives, phone].map(String::as_str);
        let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
        page.wrapped("  ", &said.join(" · "));
        page.line(&styled(FAINT, &format!("    {place}")));
    }
    page.wrapped("  ", &mola_run::levels(pair, call.texts.language));
}
