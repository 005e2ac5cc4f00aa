//! Formulas over other indicators.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An arithmetic expression over indicators, such as `BEN-D / (INS + NET)`. A minus with blanks on both
/// sides subtracts; without them it is a part of a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Formula {
    /// A number.
    Number(f64),
    /// The value of an indicator, by its code.
    Indicator(String),
    /// Two expressions and what is done with them.
    Pair(Operator, Box<Formula>, Box<Formula>),
}

/// What is done with two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Something stands where something else should.
    #[error("'{found}' stands where {expected} should")]
    Unexpected {
        /// What stands there; empty at the end.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// Brackets within brackets, too deep to be meant.
    #[error("brackets are nested too deeply")]
    Deep,
}

/// How deep brackets may be nested.
const DEEPEST: usize = 32;

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// [`FormulaError`], at the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut rest = Tokens { tokens: tokens(text), at: 0 };
        let formula = rest.sum(0)?;
        match rest.next() {
            None => Ok(formula),
            Some(found) => Err(FormulaError::Unexpected { found, expected: "an operator" }),
        }
    }

    /// The codes of the indicators in it, in the order in which they stand.
    pub fn indicators(&self) -> Vec<&str> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Indicator(code) => vec![code],
            Self::Pair(_, one, other) => [one.indicators(), other.indicators()].concat(),
        }
    }

    /// Its value; none where a value is absent or something is divided by zero.
    pub fn value(&self, of: &impl Fn(&str) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Indicator(code) => of(code),
            Self::Pair(operator, one, other) => {
                let (one, other) = (one.value(of)?, other.value(of)?);
                match operator {
                    Operator::Plus => Some(one + other),
                    Operator::Minus => Some(one - other),
                    Operator::Times => Some(one * other),
                    Operator::Over => (other != 0.0).then(|| one / other),
                }
            }
        }
        .filter(|value| value.is_finite())
    }

    /// Between which values it lies where indicators lie between two values; none where one is absent or something is
    /// divided by what may be zero. An indicator that stands in it twice makes the range wider than it need be.
    pub fn range(&self, of: &impl Fn(&str) -> Option<(f64, f64)>) -> Option<(f64, f64)> {
        match self {
            Self::Number(number) => Some((*number, *number)),
            Self::Indicator(code) => of(code),
            Self::Pair(operator, one, other) => {
                let (one, other) = (one.range(of)?, other.range(of)?);
                let ends = |with: fn(f64, f64) -> f64| {
                    let all = [with(one.0, other.0), with(one.0, other.1), with(one.1, other.0), with(one.1, other.1)];
                    (all.into_iter().fold(f64::INFINITY, f64::min), all.into_iter().fold(f64::NEG_INFINITY, f64::max))
                };
                match operator {
                    Operator::Plus => Some(ends(|one, other| one + other)),
                    Operator::Minus => Some(ends(|one, other| one - other)),
                    Operator::Times => Some(ends(|one, other| one * other)),
                    Operator::Over => (other.0 > 0.0 || other.1 < 0.0).then(|| ends(|one, other| one / other)),
                }
            }
        }
        .filter(|(low, high)| low.is_finite() && high.is_finite())
    }

    /// The formula with each indicator as `shown` writes it.
    pub fn written(&self, shown: &impl Fn(&str) -> String) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Indicator(code) => shown(code),
            Self::Pair(operator, one, other) => {
                let part = |part: &Self| match part {
                    Self::Pair(inner, ..) if inner.binds() < operator.binds() || *operator == Operator::Over => {
                        format!("({})", part.written(shown))
                    }
                    _ => part.written(shown),
                };
                format!("{} {operator} {}", part(one), part(other))
            }
        }
    }
}

impl Operator {
    /// Whether it adds or subtracts, which needs one unit on both sides.
    pub const fn adds(self) -> bool {
        matches!(self, Self::Plus | Self::Minus)
    }

    const fn binds(self) -> u8 {
        matches!(self, Self::Times | Self::Over) as u8
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plus => "+",
            Self::Minus => "−",
            Self::Times => "×",
            Self::Over => "÷",
        })
    }
}

struct Tokens {
    tokens: Vec<String>,
    at: usize,
}

/// Brackets and operators apart, all else between blanks as it stands.
fn tokens(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    for letter in text.chars() {
        match letter {
            '(' | ')' | '+' | '*' | '/' | '×' | '÷' => spaced.extend([' ', letter, ' ']),
            _ => spaced.push(letter),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

impl Tokens {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned()
    }

    fn operator(&mut self, known: &[(&[&str], Operator)]) -> Option<Operator> {
        let found = known.iter().find(|(signs, _)| signs.contains(&self.peek())).map(|(_, operator)| *operator);
        self.at += usize::from(found.is_some());
        found
    }

    fn sum(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        const SUMS: &[(&[&str], Operator)] = &[(&["+"], Operator::Plus), (&["-", "−"], Operator::Minus)];
        let mut formula = self.product(depth)?;
        while let Some(operator) = self.operator(SUMS) {
            formula = Formula::Pair(operator, Box::new(formula), Box::new(self.product(depth)?));
        }
        Ok(formula)
    }

    fn product(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        const PRODUCTS: &[(&[&str], Operator)] = &[(&["*", "×"], Operator::Times), (&["/", "÷"], Operator::Over)];
        let mut formula = self.one(depth)?;
        while let Some(operator) = self.operator(PRODUCTS) {
            formula = Formula::Pair(operator, Box::new(formula), Box::new(self.one(depth)?));
        }
        Ok(formula)
    }

    fn one(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        if depth > DEEPEST {
            return Err(FormulaError::Deep);
        }
        let expected = "an indicator, a number or a bracket";
        match self.next() {
            Some(open) if open == "(" => {
                let inner = self.sum(depth + 1)?;
                match self.next() {
                    Some(close) if close == ")" => Ok(inner),
                    found => Err(FormulaError::Unexpected { found: found.unwrap_or_default(), expected: "a ')'" }),
                }
            }
            Some(token) if !matches!(token.as_str(), ")" | "+" | "-" | "−" | "*" | "/" | "×" | "÷") => {
                let number: Option<f64> = token.parse().ok().filter(|number: &f64| number.is_finite());
                Ok(number.map_or(Formula::Indicator(token), Formula::Number))
            }
            found => Err(FormulaError::Unexpected { found: found.unwrap_or_default(), expected }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a formula and gives its value with A-1 = 6, B = 3, Z = 0, and how it is written.
    fn check(text: &str, value: Option<f64>, written: &str) {
        let formula = Formula::parse(text).expect(text);
        let of = |code: &str| match code {
            "A-1" => Some(6.0),
            "B" => Some(3.0),
            "Z" => Some(0.0),
            _ => None,
        };
        assert_eq!(formula.value(&of), value, "{text}");
        assert_eq!(formula.written(&str::to_owned), written, "{text}");
    }

    #[test]
    fn formulas_are_read_and_worked_out() {
        check("A-1", Some(6.0), "A-1");
        check("A-1 - B", Some(3.0), "A-1 − B");
        check("A-1 + B * 2", Some(12.0), "A-1 + B × 2");
        check("(A-1 + B) * 2", Some(18.0), "(A-1 + B) × 2");
        check("A-1/(B + B)", Some(1.0), "A-1 ÷ (B + B)");
        check("A-1 / Z", None, "A-1 ÷ Z");
        check("A-1 + X", None, "A-1 + X");
        check("100 * A-1 / B", Some(200.0), "(100 × A-1) ÷ B");
    }

    #[test]
    fn a_formula_of_ranges_lies_between_its_ends() {
        let of = |code: &str| match code {
            "A" => Some((90.0, 140.0)),
            "B" => Some((2.0, 4.0)),
            "N" => Some((-1.0, 1.0)),
            _ => None,
        };
        let check = |text: &str, range| assert_eq!(Formula::parse(text).expect(text).range(&of), range, "{text}");
        check("A + B", Some((92.0, 144.0)));
        check("A - B", Some((86.0, 138.0)));
        check("A / B", Some((22.5, 70.0)));
        check("A * N", Some((-140.0, 140.0)));
        check("A / N", None);
        check("A + X", None);
        check("A * 2", Some((180.0, 280.0)));
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in ["", "A +", "+ A", "(A", "A)", "A B", "A + * B", "()", &"(".repeat(99)] {
            assert!(Formula::parse(text).is_err(), "{text}");
        }
    }
}
