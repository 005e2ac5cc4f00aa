//! Counts and what is publicly known to hold between them.

use serde::{Deserialize, Serialize};

/// Why a count is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It is below the threshold.
    Small,
    /// A small group would be its difference to what was shown of another moment.
    Difference,
    /// A small count could be worked out from it.
    Complementary,
}

/// A count that someone outside may know, or may work out.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    /// The count.
    pub value: f64,
    /// The least that it can be, as far as someone outside knows.
    pub least: f64,
    /// Who knows it.
    pub standing: Standing,
    /// Why it must not be known to within less than the threshold; none where it may be.
    pub guarded: Option<Reason>,
}

/// Who knows a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Everybody, and nothing can be done about it: a zero, or what an earlier issue showed.
    Public,
    /// Everybody, unless this unit is hidden.
    Unit(usize),
    /// Nobody outside: it is shown nowhere.
    Latent,
}

/// Counts that are hidden together, such as numerator and denominator of a share.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// What is lost with it.
    pub cost: f64,
    /// Why it is hidden; none where it is shown.
    pub hidden: Option<Reason>,
    /// Its variables.
    pub variables: Vec<usize>,
}

/// A sum that everybody knows: its variables, each added or taken away, always make the same. That is
/// assumed of overlapping parts too (people in two places): whoever knows by how much parts exceed
/// their total knows more than a reader does, and must find nothing either.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// Variable and whether it is added.
    pub terms: Vec<(usize, Sign)>,
}

/// Added or taken away; up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

impl Sign {
    /// 1 or −1.
    pub const fn factor(self) -> i32 {
        match self {
            Self::Plus => 1,
            Self::Minus => -1,
        }
    }

    /// The other one.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Plus => Self::Minus,
            Self::Minus => Self::Plus,
        }
    }

    pub const fn of(number: i32) -> Self {
        if number < 0 { Self::Minus } else { Self::Plus }
    }
}

/// All counts of an issue, of the one before it, and what holds between them.
#[derive(Debug, Default)]
pub(crate) struct System {
    pub variables: Vec<Variable>,
    pub units: Vec<Unit>,
    pub relations: Vec<Relation>,
}

impl System {
    /// Adds a unit without variables.
    pub fn unit(&mut self, cost: f64) -> usize {
        self.units.push(Unit { cost, hidden: None, variables: Vec::new() });
        self.units.len() - 1
    }

    /// Adds a variable and gives its number.
    pub fn variable(&mut self, value: f64, least: f64, standing: Standing, guarded: Option<Reason>) -> usize {
        let number = self.variables.len();
        if let Standing::Unit(unit) = standing {
            self.units[unit].variables.push(number);
        }
        self.variables.push(Variable { value, least, standing, guarded });
        number
    }

    /// A total and its parts.
    pub fn sum(&mut self, total: usize, parts: &[usize]) {
        let parts = parts.iter().map(|part| (*part, Sign::Minus));
        self.relations.push(Relation { terms: std::iter::once((total, Sign::Plus)).chain(parts).collect() });
    }

    /// What `more` come to is what `less` come to, and a number that everybody knows.
    pub fn difference_of(&mut self, more: &[usize], less: &[usize]) {
        let more = more.iter().map(|number| (*number, Sign::Plus));
        let terms = more.chain(less.iter().map(|number| (*number, Sign::Minus))).collect();
        self.relations.push(Relation { terms });
    }

    /// `larger` is no less than `smaller`. Gives the difference.
    pub fn at_least(&mut self, larger: usize, smaller: usize) -> usize {
        let difference = self.variables[larger].value - self.variables[smaller].value;
        let slack = self.variable(difference, 0.0, Standing::Latent, None);
        self.sum(larger, &[smaller, slack]);
        slack
    }

    /// Whether someone outside does not know a variable.
    pub fn is_unknown(&self, variable: usize) -> bool {
        match self.variables[variable].standing {
            Standing::Public => false,
            Standing::Unit(unit) => self.units[unit].hidden.is_some(),
            Standing::Latent => true,
        }
    }

    /// What it costs that nobody outside knows a variable; none where that cannot be.
    pub fn cost(&self, variable: usize) -> Option<f64> {
        match self.variables[variable].standing {
            Standing::Public => None,
            Standing::Unit(unit) if self.units[unit].hidden.is_some() => Some(0.0),
            Standing::Unit(unit) => Some(self.units[unit].cost),
            Standing::Latent => Some(0.0),
        }
    }
}
