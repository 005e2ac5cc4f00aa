//! Money (rule R22): exact, by output and agency, converted line by line.

use crate::Measurement;
use crate::lineage::record;
use crate::rollup::State;
use crate::tally::Part;
use chrono::{Days, NaiveDate};
use mola_finding::{Arg, Code, Finding, Place};
use mola_frame::column;
use mola_model::{
    Amount, AmountSum, CurrencyRow, ExchangeRate, FigureKey, Indicator, Money, MoneyFlow, MoneyRow, Month, Programme,
    Rate, currency_code,
};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Sums in the report's currency, by flow.
type Sums = BTreeMap<MoneyFlow, AmountSum>;

/// A line of money that is due by the end of a month.
pub(crate) struct Line {
    /// Its row in the frame.
    pub row: usize,
    pub agency: String,
    pub flow: MoneyFlow,
    output: String,
    currency: String,
    amount: Amount,
    /// The day of its rate: its own, or else the last one of its month.
    day: Option<NaiveDate>,
    /// What one unit is worth in the report's currency; none where no rate is in force.
    pub rate: Option<Rate>,
}

/// The lines that are due by the end of `last`, in order of receipt and row.
pub(crate) fn lines(frame: &DataFrame, programme: &Programme, last: Month) -> PolarsResult<Vec<Line>> {
    let word = |name: &str| -> PolarsResult<Vec<Option<String>>> {
        Ok(frame.column(name)?.cat32()?.iter_str().map(|word| word.map(str::to_owned)).collect())
    };
    let (outputs, agencies) = (word(column::OUTPUT)?, word(column::AGENCY)?);
    let (flows, currencies) = (word(column::FLOW)?, word(column::CURRENCY)?);
    let amounts = frame.column(column::AMOUNT)?.i64()?;
    let months = frame.column(column::MONTH)?.i32()?;
    let days = frame.column(column::DATE)?.cast(&DataType::Int32)?;
    let days = days.i32()?;
    let own = programme.currency.as_str();
    let line = |row: usize| {
        let month = months.get(row).map(Month);
        let flow = MoneyFlow::ALL.into_iter().find(|f| flows[row].as_deref() == Some(f.as_str()))?;
        let amount = Amount(amounts.get(row)?);
        let day = days.get(row).and_then(since_epoch).or(month.map(Month::last_day));
        let currency = currency_code(currencies[row].as_deref().unwrap_or(own)).into_owned();
        let rate = programme.rates.at(&currency, own, day);
        let (output, agency) = (outputs[row].clone().unwrap_or_default(), agencies[row].clone().unwrap_or_default());
        month.is_none_or(|month| month <= last).then_some(Line {
            row,
            agency,
            flow,
            output,
            currency,
            amount,
            day,
            rate,
        })
    };
    Ok((0..frame.height()).filter_map(line).collect())
}

fn since_epoch(days: i32) -> Option<NaiveDate> {
    let (epoch, count) = (NaiveDate::default(), Days::new(u64::from(days.unsigned_abs())));
    if days < 0 { epoch.checked_sub_days(count) } else { epoch.checked_add_days(count) }
}

impl Measurement<'_> {
    /// The table of money to the period's end. Committed includes disbursed: they are not added.
    pub(crate) fn money(&mut self) -> PolarsResult<Money> {
        let programme = self.question.programme;
        let lines = lines(&self.canon.money, programme, self.window.last)?;
        self.note_rates(&lines)?;
        let sums = sums(&lines, |line| (place(programme, line), line.output.clone(), line.agency.clone()))?;
        for ((_, output, agency), own) in &sums {
            self.note_order(output, agency, own);
        }
        let rows =
            sums.iter().map(|((_, output, agency), own)| row(output, agency, own)).collect::<PolarsResult<_>>()?;
        let by_agency = self::sums(&lines, |line| (place(programme, line).1, line.agency.clone()))?;
        let agencies = by_agency.iter().map(|((_, agency), own)| row("", agency, own)).collect::<PolarsResult<_>>()?;
        let whole = |denominator| is_whole(by_agency.values(), MoneyFlow::Disbursed, denominator);
        let total = self::sums(&lines, |_| ())?.values().map(|own| row("", "", own)).next().transpose()?;
        let total = total.map(|total| MoneyRow {
            delivery: total.delivery.filter(|_| whole(MoneyFlow::Planned)),
            of_transferred: total.of_transferred.filter(|_| whole(MoneyFlow::Transferred)),
            ..total
        });
        Ok(Money { rows, agencies, total, currencies: currencies(programme, &lines), rates: rates(programme, &lines) })
    }

    /// Adds a delivery rate: one flow over another, in all and by agency.
    pub(crate) fn rate(
        &mut self,
        indicator: &Indicator,
        numerator: MoneyFlow,
        denominator: MoneyFlow,
    ) -> PolarsResult<()> {
        let lines = lines(&self.canon.money, self.question.programme, self.window.last)?;
        let key = FigureKey::to_date(&indicator.code, self.question.period);
        let part = |own: &Sums, records: usize| {
            let amount = |flow| own.get(&flow).map(|sum| sum.to_f64());
            let (numerator, denominator) = (amount(numerator), amount(denominator));
            Part { numerator, denominator, records: records as u64, ..Part::default() }
        };
        let counted = |agency: Option<&str>| {
            let own = |line: &&Line| line.rate.is_some() && agency.is_none_or(|agency| line.agency == agency);
            lines.iter().filter(own).filter(|line| [numerator, denominator].contains(&line.flow)).count()
        };
        let by_agency = sums(&lines, |line| line.agency.clone())?;
        for own in sums(&lines, |_| ())?.values() {
            let mut part = part(own, counted(None));
            if !is_whole(by_agency.values(), numerator, denominator) {
                (part.numerator, part.denominator, part.state) = (None, None, State::Missing);
            }
            self.tally.add(key.clone(), part);
        }
        for (agency, own) in by_agency {
            self.tally.add(key.clone().by(column::AGENCY, &agency), part(&own, counted(Some(&agency))));
            self.tally.reported(&indicator.code, self.question.period, &agency);
        }
        Ok(())
    }

    /// Tells of each line for whose day no rate is in force: it is in no sum.
    fn note_rates(&mut self, lines: &[Line]) -> PolarsResult<()> {
        let rates = &self.question.programme.rates;
        for line in lines.iter().filter(|line| line.rate.is_none()) {
            let first = rates.lines().iter().find(|rate| rate.currency == line.currency);
            let mut finding =
                Finding::new(Code::RateMissing, (self.question.place)(record(&self.canon.money, line.row)?))
                    .with("currency", line.currency.as_str())
                    .with("found", Arg::Number(line.amount.to_f64()))
                    .with("first", line.flow.as_str());
            if let Some(day) = line.day {
                finding = finding.with("date", day.to_string());
            }
            if let Some(first) = first {
                finding = finding.with("limit", first.from.to_string());
            }
            self.findings.push((line.agency.clone(), finding));
        }
        Ok(())
    }

    /// Disbursed is at most committed, committed at most planned: otherwise someone must look.
    fn note_order(&mut self, output: &str, agency: &str, sums: &Sums) {
        let (planned, committed, disbursed) = (MoneyFlow::Planned, MoneyFlow::Committed, MoneyFlow::Disbursed);
        let mut steps = vec![(disbursed, committed), (committed, planned)];
        if !sums.contains_key(&committed) {
            steps.push((disbursed, planned));
        }
        for (first, second) in steps {
            let (Some(found), Some(limit)) = (sums.get(&first), sums.get(&second)) else { continue };
            if found > limit {
                let finding = Finding::new(Code::MoneyOrder, Place::default())
                    .with("first", first.as_str())
                    .with("second", second.as_str())
                    .with("found", Arg::Number(found.to_f64()))
                    .with("limit", Arg::Number(limit.to_f64()))
                    .with("key", output);
                self.findings.push((agency.to_owned(), finding));
            }
        }
    }
}

/// Where a line stands: output and agency in the programme's order, those that it does not have last.
fn place(programme: &Programme, line: &Line) -> (usize, usize) {
    let output = programme.outputs.iter().position(|output| output.code == line.output);
    let agency = programme.agencies.iter().position(|agency| agency.code == line.agency);
    (output.unwrap_or(programme.outputs.len()), agency.unwrap_or(programme.agencies.len()))
}

/// The sums of the lines that count, by key and flow.
fn sums<K: Ord>(lines: &[Line], key: impl Fn(&Line) -> K) -> PolarsResult<BTreeMap<K, Sums>> {
    let mut sums: BTreeMap<K, Sums> = BTreeMap::new();
    for (line, rate) in lines.iter().filter_map(|line| Some((line, line.rate?))) {
        let sum = sums.entry(key(line)).or_default().entry(line.flow).or_default();
        *sum = sum.plus(line.amount, rate).ok_or_else(too_large)?;
    }
    Ok(sums)
}

/// Whether every agency that has the one flow has the other too: over what some of them alone report, the rate of all
/// would be none (rule R10).
fn is_whole<'s>(mut agencies: impl Iterator<Item = &'s Sums>, numerator: MoneyFlow, denominator: MoneyFlow) -> bool {
    agencies.all(|own| !own.contains_key(&numerator) || own.contains_key(&denominator))
}

fn too_large() -> PolarsError {
    polars_err!(ComputeError: "amounts are too large to add up")
}

fn row(output: &str, agency: &str, sums: &Sums) -> PolarsResult<MoneyRow> {
    let sum = |flow| sums.get(&flow).copied();
    let shown = |sum: Option<AmountSum>| -> PolarsResult<Option<i64>> {
        sum.map(|sum| sum.rounded().map(|amount| amount.0).ok_or_else(too_large)).transpose()
    };
    let (planned, transferred) = (sum(MoneyFlow::Planned), sum(MoneyFlow::Transferred));
    let (committed, disbursed) = (sum(MoneyFlow::Committed), sum(MoneyFlow::Disbursed));
    Ok(MoneyRow {
        output: output.to_owned(),
        agency: agency.to_owned(),
        planned: shown(planned)?,
        transferred: shown(transferred)?,
        committed: shown(committed)?,
        disbursed: shown(disbursed)?,
        undisbursed: shown(committed.zip(disbursed).and_then(|(committed, disbursed)| committed.less(disbursed)))?,
        delivery: disbursed.zip(planned).and_then(|(disbursed, planned)| disbursed.over(planned)),
        of_transferred: disbursed.zip(transferred).and_then(|(disbursed, transferred)| disbursed.over(transferred)),
    })
}

/// What was reported, by agency and currency, where not all of it is in the report's own.
fn currencies(programme: &Programme, lines: &[Line]) -> Vec<CurrencyRow> {
    if lines.iter().all(|line| line.currency == programme.currency) {
        return Vec::new();
    }
    let mut rows: BTreeMap<(usize, &str, bool, &str), CurrencyRow> = BTreeMap::new();
    for line in lines {
        let own = line.currency == programme.currency;
        let key = (place(programme, line).1, line.agency.as_str(), !own, line.currency.as_str());
        let row = rows.entry(key).or_default();
        let slot = match line.flow {
            MoneyFlow::Planned => &mut row.planned,
            MoneyFlow::Transferred => &mut row.transferred,
            MoneyFlow::Committed => &mut row.committed,
            MoneyFlow::Disbursed => &mut row.disbursed,
        };
        *slot = Some(slot.unwrap_or_default().saturating_add(line.amount.0));
        row.lines += 1;
        row.left_out += u64::from(line.rate.is_none());
    }
    let named = |((_, agency, _, currency), row): ((usize, &str, bool, &str), CurrencyRow)| CurrencyRow {
        agency: agency.to_owned(),
        currency: currency.to_owned(),
        ..row
    };
    rows.into_iter().map(named).collect()
}

/// The rates at which lines were converted.
fn rates(programme: &Programme, lines: &[Line]) -> Vec<ExchangeRate> {
    let foreign = lines.iter().filter(|line| programme.rates.at(&line.currency, &programme.currency, None).is_none());
    let used: BTreeSet<&ExchangeRate> =
        foreign.filter_map(|line| programme.rates.line(&line.currency, line.day?)).collect();
    used.into_iter().cloned().collect()
}
