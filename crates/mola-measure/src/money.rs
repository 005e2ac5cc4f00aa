//! Money (rule R22): exact, by output and agency.

use crate::Measurement;
use crate::tally::Part;
use mola_finding::{Arg, Code, Finding, Place};
use mola_frame::column;
use mola_model::{Amount, FigureKey, Indicator, Money, MoneyFlow, MoneyRow};
use polars::prelude::*;
use std::collections::BTreeMap;

/// Sums in ten-thousandths of the report's currency, by flow.
type Sums = BTreeMap<MoneyFlow, i64>;

impl Measurement<'_> {
    /// The table of money to the period's end. Committed includes disbursed: they are not added.
    pub(crate) fn money(&mut self) -> PolarsResult<Money> {
        let sums = self.money_sums()?;
        let programme = self.question.programme;
        let place = |list: &[&str], code: &str| list.iter().position(|c| *c == code).unwrap_or(list.len());
        let outputs: Vec<&str> = programme.outputs.iter().map(|o| o.code.as_str()).collect();
        let agencies: Vec<&str> = programme.agencies.iter().map(|a| a.code.as_str()).collect();
        let mut keys: Vec<&(String, String)> = sums.keys().collect();
        keys.sort_by_key(|(output, agency)| (place(&outputs, output), output, place(&agencies, agency), agency));
        let rows: Vec<MoneyRow> = keys.iter().map(|key| row(&key.0, &key.1, &sums[*key])).collect();
        rows.iter().for_each(|row| self.note_order(row));
        let mut by_agency: BTreeMap<(usize, &str), Sums> = BTreeMap::new();
        let mut total = Sums::new();
        for (_, agency) in &keys {
            by_agency.entry((place(&agencies, agency), agency)).or_default();
        }
        for ((_, agency), own) in &sums {
            for (flow, amount) in own {
                let slot = by_agency.entry((place(&agencies, agency), agency)).or_default();
                *slot.entry(*flow).or_default() += amount;
                *total.entry(*flow).or_default() += amount;
            }
        }
        Ok(Money {
            agencies: by_agency.into_iter().map(|((_, agency), own)| row("", agency, &own)).collect(),
            total: (!rows.is_empty()).then(|| row("", "", &total)),
            rows,
        })
    }

    /// Adds a delivery rate: one flow over another, in all and by agency.
    pub(crate) fn rate(
        &mut self,
        indicator: &Indicator,
        numerator: MoneyFlow,
        denominator: MoneyFlow,
    ) -> PolarsResult<()> {
        for ((_, agency), own) in self.money_sums()? {
            let amount = |flow| own.get(&flow).map(|amount| Amount(*amount).to_f64());
            let part = Part {
                numerator: amount(numerator),
                denominator: amount(denominator),
                records: own.len() as u64,
                ..Part::default()
            };
            let key = FigureKey::to_date(&indicator.code, self.question.period);
            self.tally.add(key.clone().by(column::AGENCY, &agency), part.clone());
            self.tally.add(key, part);
            self.tally.reported(&indicator.code, self.question.period, &agency);
        }
        Ok(())
    }

    /// Sums by output, agency and flow. Amounts in other currencies than the report's are left out;
    /// the balboa stands one to one to the US dollar.
    fn money_sums(&self) -> PolarsResult<BTreeMap<(String, String), Sums>> {
        let frame = &self.canon.money;
        let word = |name: &str| -> PolarsResult<Vec<Option<String>>> {
            Ok(frame.column(name)?.cat32()?.iter_str().map(|word| word.map(str::to_owned)).collect())
        };
        let (outputs, agencies) = (word(column::OUTPUT)?, word(column::AGENCY)?);
        let (flows, currencies) = (word(column::FLOW)?, word(column::CURRENCY)?);
        let amounts = frame.column(column::AMOUNT)?.i64()?;
        let months = frame.column(column::MONTH)?.i32()?;
        let own = self.question.programme.currency.as_str();
        let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
        for row in 0..frame.height() {
            let due = months.get(row).is_none_or(|month| month <= self.window.last.0);
            let currency = currencies[row].as_deref().unwrap_or(own);
            let flow = flows[row].as_deref().and_then(|w| MoneyFlow::ALL.into_iter().find(|f| f.as_str() == w));
            let (Some(flow), Some(amount)) = (flow, amounts.get(row)) else { continue };
            if !due || !at_par(currency, own) {
                continue;
            }
            let key = (outputs[row].clone().unwrap_or_default(), agencies[row].clone().unwrap_or_default());
            let slot = sums.entry(key).or_default().entry(flow).or_default();
            *slot =
                slot.checked_add(amount).ok_or_else(|| polars_err!(ComputeError: "amounts are too large to add up"))?;
        }
        Ok(sums)
    }

    /// Disbursed is at most committed, committed at most planned: otherwise someone must look.
    fn note_order(&mut self, row: &MoneyRow) {
        let steps = [
            (MoneyFlow::Disbursed, row.disbursed, MoneyFlow::Committed, row.committed),
            (MoneyFlow::Committed, row.committed, MoneyFlow::Planned, row.planned),
        ];
        for (first, found, second, limit) in steps {
            let (Some(found), Some(limit)) = (found, limit) else { continue };
            if found > limit {
                let finding = Finding::new(Code::MoneyOrder, Place::default())
                    .with("first", first.as_str())
                    .with("second", second.as_str())
                    .with("found", Arg::Number(Amount(found).to_f64()))
                    .with("limit", Arg::Number(Amount(limit).to_f64()))
                    .with("key", row.output.as_str());
                self.findings.push((row.agency.clone(), finding));
            }
        }
    }
}

fn at_par(currency: &str, own: &str) -> bool {
    currency == own || matches!((currency, own), ("PAB", "USD") | ("USD", "PAB"))
}

fn row(output: &str, agency: &str, sums: &Sums) -> MoneyRow {
    let amount = |flow| sums.get(&flow).copied();
    let (planned, disbursed) = (amount(MoneyFlow::Planned), amount(MoneyFlow::Disbursed));
    let delivery = match (disbursed, planned) {
        (Some(disbursed), Some(planned)) if planned != 0 => Some(disbursed as f64 / planned as f64),
        _ => None,
    };
    MoneyRow {
        output: output.to_owned(),
        agency: agency.to_owned(),
        planned,
        committed: amount(MoneyFlow::Committed),
        disbursed,
        delivery,
    }
}
