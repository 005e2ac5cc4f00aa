//! Rows of one submission that say the same again, or the same of someone else.

use mola_finding::{Code, Finding, Place};
use mola_frame::{column, fingerprints};
use mola_spec::fold;
use polars::prelude::*;
use std::collections::HashMap;

/// In a longer register two people of one name and birthday come by chance.
const MOST_TELLING: usize = 2_000;

/// The records of a submission with what stands beside them.
struct Rows<'a> {
    tables: &'a UInt16Chunked,
    rows: &'a UInt32Chunked,
    keys: &'a UInt64Chunked,
    names: &'a StringChunked,
    births: &'a Int32Chunked,
}

/// Tells of records that stand there twice, of identifiers with two names and of people with two identifiers; the
/// keys are those that [`crate::Linker::assign`] gave. A finding names rows, never anyone.
///
/// # Errors
/// When a canonical column is absent, which is a defect of the mapper.
pub fn repeats(
    records: &DataFrame,
    personal: &DataFrame,
    place: &dyn Fn(u16, u32) -> Place,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    let births = personal.column(column::BORN)?.date()?.physical();
    let rows = Rows {
        tables: records.column(column::TABLE)?.u16()?,
        rows: records.column(column::ROW)?.u32()?,
        keys: records.column(column::KEY)?.u64()?,
        names: personal.column(column::NAME)?.str()?,
        births,
    };
    let whole = whole(records, personal)?;
    let is_telling = whole.len() <= MOST_TELLING;
    let (mut said, mut bearers, mut people) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (index, whole) in whole.into_iter().enumerate() {
        let mut tell = |code, first: usize| {
            let place = place(rows.tables.get(index).unwrap_or_default(), rows.number(index));
            findings.push(Finding::new(code, place).with("row", rows.number(first)));
        };
        if let Some(first) = said.insert(whole, index) {
            said.insert(whole, first);
            tell(Code::RowRepeated, first);
            continue;
        }
        let Some(key) = rows.keys.get(index) else { continue };
        let first = *bearers.entry(key).or_insert(index);
        if first != index && rows.are_others(first, index) {
            tell(Code::NameDiffers, first);
        }
        if let Some(person) = is_telling.then(|| rows.person(index)).flatten() {
            let first = *people.entry(person).or_insert(index);
            if rows.keys.get(first) != Some(key) {
                tell(Code::PersonRepeated, first);
            }
        }
    }
    Ok(())
}

/// All that a record says, as one number; of records that a row was cut into, which column it came from.
fn whole(records: &DataFrame, personal: &DataFrame) -> PolarsResult<Vec<u64>> {
    let mut prints = fingerprints(records, &[column::ROW])?;
    let own = fingerprints(personal, &[column::ROW])?;
    prints.iter_mut().zip(own).for_each(|(print, own)| *print ^= own.rotate_left(32));
    Ok(prints)
}

impl Rows<'_> {
    fn number(&self, index: usize) -> u32 {
        self.rows.get(index).unwrap_or_default()
    }

    /// Whether two names have no word in common: then they are hardly one person's.
    fn are_others(&self, one: usize, other: usize) -> bool {
        match (self.names.get(one), self.names.get(other)) {
            (Some(one), Some(other)) if one != other => {
                let (one, other) = (words(one), words(other));
                !one.is_empty() && !other.is_empty() && one.iter().all(|word| !other.contains(word))
            }
            _ => false,
        }
    }

    /// A name of two words or more, with the day of birth.
    fn person(&self, index: usize) -> Option<(Vec<String>, i32)> {
        let words = words(self.names.get(index)?);
        Some((words, self.births.get(index)?)).filter(|(words, _)| words.len() > 1)
    }
}

/// The words of a name without case and accents, in alphabetical order.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        fold(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::{Arg, CellAddress};

    /// Rows of key, name, day of birth and activity; which row is told what, and of which one before.
    fn check(rows: &[(u64, &str, i32, &str)], expected: &[(u32, Code, u32)]) {
        let height = rows.len();
        let numbers: Vec<u32> = (2..).take(height).collect();
        let of = |name: &str, values: Vec<String>| Column::new(name.into(), values);
        let records = vec![
            Column::new(column::TABLE.into(), vec![0_u32; height]).cast(&DataType::UInt16).expect("tables"),
            Column::new(column::ROW.into(), numbers),
            Column::new(column::KEY.into(), rows.iter().map(|row| row.0).collect::<Vec<_>>()),
            of(column::ACTIVITY, rows.iter().map(|row| row.3.to_owned()).collect()),
        ];
        let births = Column::new(column::BORN.into(), rows.iter().map(|row| row.2).collect::<Vec<_>>());
        let personal = vec![
            records[1].clone(),
            of(column::NAME, rows.iter().map(|row| row.1.to_owned()).collect()),
            births.cast(&DataType::Date).expect("days"),
        ];
        let records = DataFrame::new(height, records).expect("records");
        let personal = DataFrame::new(height, personal).expect("personal fields");
        let place = |_: u16, row: u32| Place::file("a.csv").cell(CellAddress::new(row, 1));
        let mut findings = Vec::new();
        repeats(&records, &personal, &place, &mut findings).expect("columns");
        let row = |finding: &Finding| finding.place.cell.map_or(0, |cell| cell.row);
        let told: Vec<(u32, Code, Arg)> = findings.iter().map(|f| (row(f), f.code, f.args["row"].clone())).collect();
        let expected: Vec<(u32, Code, Arg)> =
            expected.iter().map(|(row, code, first)| (*row, *code, Arg::from(*first))).collect();
        assert_eq!(told, expected, "{rows:?}");
    }

    #[test]
    fn what_stands_there_twice_is_told_of() {
        let ana = (1, "Ana Díaz", 100, "taller");
        check(&[ana, (1, "ana diaz", 100, "visita"), (2, "Eva Paz", 100, "taller")], &[]);
        check(&[ana, ana, ana], &[(3, Code::RowRepeated, 2), (4, Code::RowRepeated, 2)]);
        check(&[ana, (1, "Eva Paz", 100, "taller")], &[(3, Code::NameDiffers, 2)]);
        check(&[ana, (1, "Díaz de Paz, Ana", 100, "taller")], &[]);
        check(&[ana, (2, "DIAZ, ANA", 100, "taller")], &[(3, Code::PersonRepeated, 2)]);
        check(&[ana, (2, "DIAZ, ANA", 101, "taller"), (3, "Ana", 100, "x"), (4, "Ana", 100, "x")], &[]);
    }
}
