//! What a cell looks like, whatever its type.

use mola_sheet::Value;
use mola_spec::fold;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A text, and none of the following.
    Text,
    /// A text that stands for *no data*, such as `n/d`.
    Nothing,
    /// A number.
    Number,
    /// A text that reads as a number.
    NumberText(Mark),
    /// A date.
    Date,
    /// A text that reads as a date.
    DateText(Order),
    /// True or false.
    Truth,
    /// An error value.
    Error,
    /// A formula without a stored result.
    Uncached,
}

/// What a number as text says of its decimal separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// There is no separator.
    None,
    /// It is a comma.
    Comma,
    /// It is a point.
    Point,
    /// It could be either: `1.234`.
    Unclear,
}

/// What a date as text says of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The day comes first.
    DayFirst,
    /// The month comes first.
    MonthFirst,
    /// Day or month comes first: `03/04/2011`.
    Either,
    /// The year comes first.
    YearFirst,
    /// A month by its name and a year.
    MonthName,
}

/// Texts that usually stand for *no data*, folded.
const NOTHING: [&str; 17] = [
    "-", "--", "---", "–", "—", "n/d", "n.d", "nd", "s/d", "s.d", "sd", "n/a", "na", "ninguno", "ninguna", "neant",
    "none",
];

pub(crate) fn seen(value: Value<'_>) -> Seen {
    match value {
        Value::Text(text) => of_text(text.trim()),
        Value::Number(_) => Seen::Number,
        Value::Date(_) => Seen::Date,
        Value::Bool(_) => Seen::Truth,
        Value::Error(_) => Seen::Error,
        Value::Uncached | Value::Empty => Seen::Uncached,
    }
}

fn of_text(text: &str) -> Seen {
    if text.len() <= 10 && NOTHING.contains(&fold(text).as_str()) {
        return Seen::Nothing;
    }
    if text.len() > 40 {
        return Seen::Text;
    }
    let number = || number(text).map(Seen::NumberText);
    date(text).map(Seen::DateText).or_else(number).unwrap_or(Seen::Text)
}

/// What stands before or after a number without changing it.
const AROUND: [&str; 9] = ["B/.", "US$", "USD", "PAB", "EUR", "S/.", "$", "€", "%"];

fn number(text: &str) -> Option<Mark> {
    let mut text = text;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        text = inner.trim();
    }
    for around in AROUND {
        text = text.strip_prefix(around).unwrap_or(text).trim();
        text = text.strip_suffix(around).unwrap_or(text).trim();
    }
    text = text.strip_prefix(['-', '+', '−']).unwrap_or(text).trim_start();
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let blanks = digits.len() < text.len();
    let whole = digits.split([',', '.']).next()?;
    let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    // What begins with a zero, or is longer than amounts are, is a code.
    let code = whole.len() > 1 && whole.starts_with('0') || whole.len() > 12 || whole.is_empty();
    if !plain || code || (blanks && !groups(text)) {
        return None;
    }
    mark(&digits)
}

/// Whether blanks stand where thousands are parted: `12 345,6` and not `8 123 45`.
fn groups(text: &str) -> bool {
    let whole = text.split([',', '.']).next().unwrap_or(text);
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}', '\'']);
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    first && groups.all(|group| group.len() == 3)
}

fn mark(digits: &str) -> Option<Mark> {
    let (commas, points) = (digits.matches(',').count(), digits.matches('.').count());
    let thousands = |mark: char| {
        let mut parts = digits.split(mark);
        parts.next().is_some_and(|first| (1..=3).contains(&first.len())) && parts.all(|part| part.len() == 3)
    };
    match (commas, points) {
        (0, 0) => Some(Mark::None),
        (1, 0) => Some(if thousands(',') { Mark::Unclear } else { Mark::Comma }),
        (0, 1) => Some(if thousands('.') { Mark::Unclear } else { Mark::Point }),
        (_, 0) => thousands(',').then_some(Mark::Point),
        (0, _) => thousands('.').then_some(Mark::Comma),
        (1, _) if digits.rfind(',') > digits.rfind('.') => Some(Mark::Comma),
        (_, 1) if digits.rfind('.') > digits.rfind(',') => Some(Mark::Point),
        _ => None,
    }
}

/// The names of months in Spanish, English and French, folded.
const MONTHS: &str = "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre \
    diciembre january february march april may june july august september october november december \
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre";

fn date(text: &str) -> Option<Order> {
    let day = text.split(['T', ' ']).next().filter(|_| text.contains(':')).unwrap_or(text);
    let parts: Vec<&str> = day.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let year = |part: &str| matches!(part.len(), 2 | 4) && number(part).is_some_and(|y| part.len() == 2 || y >= 1900);
    match parts[..] {
        [name, last] if year(last) && is_month(name) => Some(Order::MonthName),
        [first, name, last] if year(last) && number(first).is_some_and(|d| d <= 31) && is_month(name) => {
            Some(Order::DayFirst)
        }
        [first, second, third] => {
            let (one, two, three) = (number(first)?, number(second)?, number(third)?);
            if first.len() == 4 && one >= 1900 && (1..=12).contains(&two) && (1..=31).contains(&three) {
                return Some(Order::YearFirst);
            }
            year(third).then(|| order(one, two)).flatten()
        }
        _ => None,
    }
}

/// Whether a text is the name of a month, or its first letters.
pub(crate) fn is_month(name: &str) -> bool {
    let name = fold(name);
    name.len() >= 3 && MONTHS.split(' ').any(|month| month.starts_with(&name))
}

fn order(first: u32, second: u32) -> Option<Order> {
    match (first, second) {
        (1..=12, 1..=12) => Some(Order::Either),
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart() {
        for (text, expected) in [
            ("Coclé", Seen::Text),
            ("aprox. 80", Seen::Text),
            ("8-123-456", Seen::Text),
            ("08.0123.00456", Seen::Text),
            ("8 123 45", Seen::Text),
            ("007", Seen::Text),
            ("n/d", Seen::Nothing),
            ("N.D.", Seen::Nothing),
            ("—", Seen::Nothing),
            ("80", Seen::NumberText(Mark::None)),
            ("12,5", Seen::NumberText(Mark::Comma)),
            ("12.5", Seen::NumberText(Mark::Point)),
            ("1.234", Seen::NumberText(Mark::Unclear)),
            ("1.234,5", Seen::NumberText(Mark::Comma)),
            ("1.234.567", Seen::NumberText(Mark::Comma)),
            ("B/. 1,145.00", Seen::NumberText(Mark::Point)),
            ("43,8 %", Seen::NumberText(Mark::Comma)),
            ("(80)", Seen::NumberText(Mark::None)),
            ("12 345,6", Seen::NumberText(Mark::Comma)),
            ("31/12/2010", Seen::DateText(Order::DayFirst)),
            ("12/31/2010", Seen::DateText(Order::MonthFirst)),
            ("03-04-2011", Seen::DateText(Order::Either)),
            ("2011-10-31", Seen::DateText(Order::YearFirst)),
            ("2011-10-31 08:30:00", Seen::DateText(Order::YearFirst)),
            ("dic-10", Seen::DateText(Order::MonthName)),
            ("14 de enero", Seen::Text),
            ("14-ene-2011", Seen::DateText(Order::DayFirst)),
        ] {
            assert_eq!(seen(Value::Text(text)), expected, "{text}");
        }
    }
}
