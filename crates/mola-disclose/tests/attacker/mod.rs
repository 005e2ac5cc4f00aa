//! Someone who has two issues on the desk and solves for what is hidden in them. Written without a look at
//! how hiding is done: it knows only what the report says of its own tables.

use mola_model::{FigureKey, Issue, Month, Span, Status};
use std::collections::BTreeMap;

/// A quantity that is told somewhere, hidden or not, by its name.
pub type Name = String;

/// What is known of each quantity, and what holds between them.
#[derive(Default)]
pub struct Attacker {
    numbers: BTreeMap<Name, usize>,
    names: Vec<Name>,
    bounds: Vec<(f64, f64)>,
    hidden: Vec<bool>,
    rows: Vec<Row>,
}

/// The sum of quantities times factors lies between two numbers.
type Row = (Vec<(usize, f64)>, f64, f64);

/// A figure by what it is about: issue, indicator, number, months, codes.
fn name(issue: &str, key: &FigureKey, start: Month, side: &str) -> Name {
    let window = key.window(start);
    format!("{issue} {}{side} {}..{} {:?}", key.indicator, window.first.0, window.last.0, key.by)
}

impl Attacker {
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.bounds.push((0.0, f64::INFINITY));
        self.hidden.push(false);
        self.names.len() - 1
    }

    fn reads(&mut self, name: &str, value: f64) {
        let number = self.number(name);
        self.bounds[number] = (value, value);
    }

    fn misses(&mut self, name: &str) {
        let number = self.number(name);
        self.hidden[number] = true;
        // A zero would be shown.
        self.bounds[number].0 = self.bounds[number].0.max(1.0);
    }

    /// `total` is all `parts` together.
    fn adds_up(&mut self, total: &str, parts: &[Name]) {
        self.row(total, parts, 0.0, 0.0);
    }

    fn row(&mut self, total: &str, parts: &[Name], low: f64, high: f64) {
        let mut terms = BTreeMap::from([(self.number(total), 1.0)]);
        for part in parts {
            *terms.entry(self.number(part)).or_default() -= 1.0;
        }
        self.rows.push((terms.into_iter().filter(|(_, factor)| *factor != 0.0).collect(), low, high));
    }

    /// `less` is no more than `more`.
    fn orders(&mut self, more: &str, less: &str) {
        self.row(more, &[less.to_owned()], 0.0, f64::INFINITY);
    }

    /// Reads all that an issue shows.
    pub fn opens(&mut self, tag: &str, issue: &Issue) {
        let start = issue.window.first;
        for fact in &issue.facts {
            let of = |side: &str| name(tag, &fact.key, start, side);
            let sides: &[&str] = match fact.key.indicator.as_str() {
                "PEO" => &[""],
                "INC" => &["/n"],
                _ => &["/k", "/n"],
            };
            for side in sides {
                let value = match *side {
                    "" => fact.value,
                    "/n" => fact.denominator,
                    _ => fact.numerator,
                };
                match (fact.status, value) {
                    (Status::Reported, Some(value)) => self.reads(&of(side), value),
                    (Status::Suppressed, None) if *side == "/k" => {
                        // None of them may have it.
                        let number = self.number(&of(side));
                        self.hidden[number] = true;
                    }
                    (Status::Suppressed, None) => self.misses(&of(side)),
                    other => panic!("{} is {other:?}", fact.key),
                }
            }
            if sides.len() == 2 {
                self.orders(&of("/n"), &of("/k"));
            }
        }
        self.breaks_down(tag, issue);
        self.follows_time(tag, issue);
        self.reconciles(tag, issue);
    }

    fn breaks_down(&mut self, tag: &str, issue: &Issue) {
        let start = issue.window.first;
        let mut tables: BTreeMap<(FigureKey, String), Vec<FigureKey>> = BTreeMap::new();
        for fact in &issue.facts {
            for dimension in fact.key.by.keys() {
                let mut total = fact.key.clone();
                total.by.remove(dimension);
                tables.entry((total, dimension.clone())).or_default().push(fact.key.clone());
            }
        }
        for ((total, dimension), parts) in tables {
            let sides: &[&str] = match total.indicator.as_str() {
                "PEO" => &[""],
                "INC" => &["/n"],
                _ => &["/n", "/k"],
            };
            for side in sides {
                let whole = name(tag, &total, start, side);
                let parts: Vec<Name> = parts.iter().map(|part| name(tag, part, start, side)).collect();
                if dimension == "sex" {
                    self.adds_up(&whole, &parts);
                    continue;
                }
                // Somebody in two places is in both: together they are no fewer than all, and none is more.
                self.row(&whole, &parts, f64::NEG_INFINITY, 0.0);
                parts.iter().for_each(|part| self.orders(&whole, part));
            }
        }
    }

    /// What is to date never falls, and grows by those of the period at most.
    fn follows_time(&mut self, tag: &str, issue: &Issue) {
        let start = issue.window.first;
        let periods: Vec<_> =
            issue.facts.iter().filter(|f| f.key.indicator == "PEO" && f.key.by.is_empty()).map(|f| &f.key).collect();
        for own in periods.iter().filter(|key| key.span == Span::InPeriod) {
            let to_date = name(tag, &FigureKey { span: Span::ToDate, ..(*own).clone() }, start, "");
            let within = name(tag, own, start, "");
            self.orders(&to_date, &within);
            let before =
                periods.iter().find(|key| key.span == Span::ToDate && key.period.last().0 + 1 == own.period.first().0);
            if let Some(before) = before {
                let before = name(tag, before, start, "");
                self.orders(&to_date, &before);
                self.row(&to_date, &[before, within], f64::NEG_INFINITY, 0.0);
            }
        }
    }

    fn reconciles(&mut self, tag: &str, issue: &Issue) {
        let start = issue.window.first;
        let everyone = FigureKey::to_date("PEO", issue.period);
        let whole = name(tag, &everyone, start, "");
        let shared = format!("{tag} shared");
        let mut pairs = Vec::new();
        for row in &issue.overlap {
            let pair = format!("{tag} both {} {}", row.first, row.second);
            match row.status {
                Status::Reported => self.reads(&pair, row.people as f64),
                _ => self.misses(&pair),
            }
            pairs.push((row.first.clone(), row.second.clone(), pair));
        }
        let Some(reconciliation) = &issue.reconciliation else { return };
        self.reads(&shared, reconciliation.shared as f64);
        self.reads(&format!("{tag} gross"), reconciliation.gross as f64);
        self.reads(&format!("{tag} repeated"), reconciliation.repeated as f64);
        self.reads(&whole, reconciliation.unique as f64);
        self.adds_up(&format!("{tag} gross"), &[shared.clone(), format!("{tag} repeated"), whole.clone()]);
        let (mut uniques, mut grosses) = (Vec::new(), Vec::new());
        for row in &reconciliation.agencies {
            let unique = name(tag, &everyone.clone().by("agency", &row.agency), start, "");
            let (only, gross) = (format!("{tag} only {}", row.agency), format!("{tag} gross {}", row.agency));
            for (name, value) in [(&unique, row.unique), (&only, row.only_here), (&gross, row.gross)] {
                match value {
                    Some(value) => self.reads(name, value as f64),
                    None => self.misses(name),
                }
            }
            let own = pairs.iter().filter(|(one, two, _)| *one == row.agency || *two == row.agency);
            let own: Vec<Name> = own.map(|(_, _, pair)| pair.clone()).collect();
            for pair in &own {
                self.row(&unique, &[only.clone(), pair.clone()], 0.0, f64::INFINITY);
            }
            self.row(&unique, &[own, vec![only]].concat(), f64::NEG_INFINITY, 0.0);
            self.orders(&gross, &unique);
            let periods = issue.facts.iter().filter(|f| {
                f.key.span == Span::InPeriod && f.key.by.len() == 1 && f.key.by.get("agency") == Some(&row.agency)
            });
            let periods: Vec<Name> = periods.map(|f| name(tag, &f.key, start, "")).collect();
            self.adds_up(&gross, &periods);
            uniques.push(unique);
            grosses.push(gross);
        }
        self.adds_up(&format!("{tag} gross"), &grosses);
        let together = format!("{tag} together");
        self.adds_up(&together, &uniques);
        self.adds_up(&together, &[whole, shared.clone()]);
        let pairs: Vec<Name> = pairs.into_iter().map(|(_, _, pair)| pair).collect();
        self.row(&shared, &pairs, f64::NEG_INFINITY, 0.0);
    }

    /// Lays an earlier issue beside a later one: what is to date has not fallen.
    pub fn compares(&mut self, old: (&str, &Issue), new: (&str, &Issue)) {
        let start = new.1.window.first;
        for fact in old.1.facts.iter().filter(|fact| fact.key.indicator == "PEO") {
            let then = name(old.0, &fact.key, start, "");
            let same = name(new.0, &fact.key, start, "");
            if self.numbers.contains_key(&same) {
                self.adds_up(&same, std::slice::from_ref(&then));
            }
            let grown = name(new.0, &FigureKey { period: new.1.period, ..fact.key.clone() }, start, "");
            if fact.key.span == Span::ToDate && self.numbers.contains_key(&grown) {
                self.orders(&grown, &then);
            }
        }
        for row in &new.1.overlap {
            let of = |tag: &str| format!("{tag} both {} {}", row.first, row.second);
            if self.numbers.contains_key(&of(old.0)) {
                self.orders(&of(new.0), &of(old.0));
            }
        }
    }

    /// Hidden quantities that turn out to lie in a range narrower than `threshold`.
    pub fn finds(mut self, threshold: f64) -> Vec<String> {
        let reduced = self.eliminated();
        self.rows.extend(reduced);
        self.propagate();
        let found = (0..self.names.len()).filter(|at| self.hidden[*at]);
        let narrow = found.filter(|at| self.bounds[*at].1 - self.bounds[*at].0 < threshold);
        narrow.map(|at| format!("{} in {:?}", self.names[at], self.bounds[at])).collect()
    }

    /// The sums solved for one quantity after the other: what follows from several of them together.
    fn eliminated(&self) -> Vec<Row> {
        let width = self.names.len();
        let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
        for (terms, low, high) in self.rows.iter().filter(|(_, low, high)| low == high) {
            assert_eq!((*low, *high), (0.0, 0.0));
            let (mut row, mut right) = (vec![0.0; width], 0.0);
            for (number, factor) in terms {
                match self.bounds[*number] {
                    (low, high) if low == high => right -= factor * low,
                    _ => row[*number] += factor,
                }
            }
            rows.push((row, right));
        }
        let mut done = 0;
        for column in 0..width {
            let Some(at) = (done..rows.len()).find(|at| rows[*at].0[column].abs() > 1e-7) else { continue };
            rows.swap(done, at);
            let by = rows[done].0[column];
            rows[done].0.iter_mut().for_each(|value| *value /= by);
            rows[done].1 /= by;
            let pivot = rows[done].clone();
            for (other, row) in rows.iter_mut().enumerate().filter(|(other, _)| *other != done) {
                let factor = row.0[column];
                if factor.abs() > 1e-9 && other != done {
                    row.0.iter_mut().zip(&pivot.0).for_each(|(value, own)| *value -= factor * own);
                    row.1 -= factor * pivot.1;
                }
            }
            done += 1;
        }
        let sparse = |(row, right): (Vec<f64>, f64)| {
            let terms: Vec<(usize, f64)> =
                row.into_iter().enumerate().filter(|(_, factor)| factor.abs() > 1e-7).collect();
            (terms, right, right)
        };
        rows.into_iter().map(sparse).filter(|(terms, ..)| !terms.is_empty()).collect()
    }

    /// Narrows bounds by each row until nothing changes.
    fn propagate(&mut self) {
        for _ in 0..500 {
            let before = self.bounds.clone();
            for (terms, low, high) in &self.rows {
                for (number, factor) in terms {
                    let (mut least, mut most) = (0.0, 0.0);
                    for (other, by) in terms.iter().filter(|(other, _)| other != number) {
                        let (one, two) = (self.bounds[*other].0 * by, self.bounds[*other].1 * by);
                        least += one.min(two);
                        most += one.max(two);
                    }
                    let (mut one, mut two) = ((low - most) / factor, (high - least) / factor);
                    if one > two {
                        (one, two) = (two, one);
                    }
                    let own = &mut self.bounds[*number];
                    // Counts are whole numbers.
                    *own = (own.0.max((one - 1e-6).ceil()), own.1.min((two + 1e-6).floor()));
                }
            }
            if before == self.bounds {
                return;
            }
        }
    }
}
