//! Blank cells that take the value of another: of their merged range, or of the row above.

use crate::shown::is_blank;
use mola_finding::Area;
use mola_sheet::{DateSerial, Row, Value};

/// What the columns of a table take over.
#[derive(Debug, Default)]
pub(crate) struct Carries {
    list: Vec<Carry>,
}

#[derive(Debug)]
struct Carry {
    column: u32,
    down: Option<Held>,
    /// Merged ranges over this column, from top to bottom.
    merges: Vec<Area>,
    /// The merged range that the current row may lie in.
    next: usize,
    merged: Held,
    inside: bool,
}

/// A value that outlives its row.
#[derive(Debug, Default)]
struct Held {
    kind: Kind,
    text: String,
}

#[derive(Debug, Default, Clone, Copy)]
enum Kind {
    #[default]
    Empty,
    Text,
    Number(f64),
    Date(DateSerial),
    Bool(bool),
    Error,
    Uncached,
}

impl Held {
    fn hold(&mut self, value: Value<'_>) {
        self.text.clear();
        self.kind = match value {
            Value::Empty => Kind::Empty,
            Value::Text(text) => {
                self.text.push_str(text);
                Kind::Text
            }
            Value::Error(text) => {
                self.text.push_str(text);
                Kind::Error
            }
            Value::Number(number) => Kind::Number(number),
            Value::Date(date) => Kind::Date(date),
            Value::Bool(truth) => Kind::Bool(truth),
            Value::Uncached => Kind::Uncached,
        };
    }

    fn value(&self) -> Value<'_> {
        match self.kind {
            Kind::Empty => Value::Empty,
            Kind::Text => Value::Text(&self.text),
            Kind::Error => Value::Error(&self.text),
            Kind::Number(number) => Value::Number(number),
            Kind::Date(date) => Value::Date(date),
            Kind::Bool(truth) => Value::Bool(truth),
            Kind::Uncached => Value::Uncached,
        }
    }
}

impl Carries {
    /// The index of the carry that fills this column; none where nothing does. `merges` are those
    /// of the sheet, or none where they do not fill.
    pub(crate) fn of(&mut self, column: u32, down: bool, body: u32, merges: &[Area]) -> Option<usize> {
        if let Some(index) = self.list.iter().position(|carry| carry.column == column) {
            return Some(index);
        }
        let over =
            |merge: &&Area| (merge.first.column..=merge.last.column).contains(&column) && merge.first.row >= body;
        let mut merges: Vec<Area> = merges.iter().filter(over).copied().collect();
        merges.sort_by_key(|merge| merge.first.row);
        if merges.is_empty() && !down {
            return None;
        }
        let down = down.then(Held::default);
        self.list.push(Carry { column, down, merges, next: 0, merged: Held::default(), inside: false });
        Some(self.list.len() - 1)
    }

    /// Takes note of what a row's merged ranges hold. Every row of the table is shown to it.
    #[inline]
    pub(crate) fn merge(&mut self, row: Row<'_>) {
        for carry in self.list.iter_mut().filter(|carry| !carry.merges.is_empty()) {
            carry.merge(row);
        }
    }

    /// Takes note of the values that later rows take over. Only rows that are not totals are shown
    /// to it.
    #[inline]
    pub(crate) fn down(&mut self, row: Row<'_>) {
        for carry in &mut self.list {
            let own = row.get(carry.column);
            if let Some(down) = &mut carry.down {
                if !is_blank(own) {
                    down.hold(own);
                } else if carry.inside {
                    down.hold(carry.merged.value());
                }
            }
        }
    }

    /// The value of the merged range that the current row lies in.
    pub(crate) fn merged(&self, index: usize) -> Value<'_> {
        let carry = &self.list[index];
        if carry.inside { carry.merged.value() } else { Value::Empty }
    }

    /// What a blank cell of this carry's column stands for in the current row.
    pub(crate) fn value(&self, index: usize) -> Value<'_> {
        let carry = &self.list[index];
        match &carry.down {
            _ if carry.inside => carry.merged.value(),
            Some(down) => down.value(),
            None => Value::Empty,
        }
    }
}

impl Carry {
    fn merge(&mut self, row: Row<'_>) {
        while self.merges.get(self.next).is_some_and(|merge| merge.last.row < row.number()) {
            self.next += 1;
            self.inside = false;
        }
        let Some(merge) = self.merges.get(self.next).filter(|merge| merge.first.row <= row.number()) else {
            self.inside = false;
            return;
        };
        if merge.first.row == row.number() {
            self.merged.hold(row.get(merge.first.column));
        } else if !self.inside {
            // The row that the range begins with holds nothing.
            self.merged.hold(Value::Empty);
        }
        self.inside = true;
    }
}
