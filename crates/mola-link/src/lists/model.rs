//! What a level is worth: Fellegi and Sunter's m and u, learned from the lists.
//!
//! u comes from random pairs, m from EM over the pairs that share a block; both begin with priors for
//! registers and lean on them the more, the fewer pairs there are.

use super::FieldKind;
use super::block::Blocks;
use super::compare::{BIRTH, Compared, FIXED, GIVEN, LEVELS, MISSING, SAME, SEX, SURNAME, compare};
use super::prepare::{Feature, Records};
use rayon::prelude::*;

/// Pairs that are looked at to learn.
const SAMPLE: usize = 300_000;
/// How many pairs the priors weigh as much as.
const PRIOR_PAIRS: f32 = 40.0;
const ROUNDS: usize = 12;

/// The worth of all levels.
pub(super) struct Model {
    features: Vec<Feature>,
    m: Vec<[f32; LEVELS]>,
    u: Vec<[f32; LEVELS]>,
    /// Bits against a random pair being the same.
    against: f32,
    /// Whether the lists hold people of one home.
    families: bool,
    /// How many pairs of the same it was learned from.
    same: f32,
}

type Shares = [f32; LEVELS];

/// Shares of levels among the same (m) and among random pairs (u); level 0 has none.
fn priors(index: usize, features: &[Feature]) -> (Shares, Shares) {
    match index {
        GIVEN => ([0., 0.34, 0.40, 0.06, 0.08, 0.02, 0.04, 0.02], [0., 0.0005, 0.008, 0.02, 0.01, 0.02, 0.03, 0.91]),
        SURNAME => ([0., 0.45, 0.22, 0.12, 0.08, 0.03, 0.01, 0.03], [0., 0.0005, 0.01, 0.03, 0.01, 0.02, 0.01, 0.92]),
        BIRTH => ([0., 0.72, 0.14, 0.02, 0.05, 0.02, 0.02, 0.], [0., 0.0001, 0.004, 0.0001, 0.0015, 0.03, 0.96, 0.]),
        SEX => ([0., 0.97, 0., 0., 0.03, 0., 0., 0.], [0., 0.5, 0., 0., 0.5, 0., 0., 0.]),
        _ => match features[index - FIXED].kind {
            FieldKind::Identifier => {
                ([0., 0.86, 0.08, 0., 0.06, 0., 0., 0.], [0., 0.0001, 0.0003, 0., 0.9996, 0., 0., 0.])
            }
            FieldKind::Phone => ([0., 0.75, 0.03, 0., 0.22, 0., 0., 0.], [0., 0.0005, 0.0005, 0., 0.999, 0., 0., 0.]),
            FieldKind::Number => ([0., 0.80, 0.08, 0., 0.12, 0., 0., 0.], [0., 0.01, 0.02, 0., 0.97, 0., 0., 0.]),
            _ => ([0., 0.72, 0.10, 0.05, 0.13, 0., 0., 0.], [0., 0.01, 0.01, 0.06, 0.92, 0., 0., 0.]),
        },
    }
}

/// Whether the worth of a level comes from how rare the values are, not from u.
fn by_value(index: usize, level: u8) -> bool {
    match index {
        GIVEN | SURNAME => (1..=6).contains(&level),
        BIRTH | SEX => false,
        _ => level == SAME,
    }
}

impl Model {
    /// Learns from the records. `within` says whether pairs of one list count.
    pub(super) fn learn(records: &Records, blocks: &Blocks, within: bool) -> Self {
        let count = FIXED + records.features.len();
        let priors: Vec<(Shares, Shares)> = (0..count).map(|index| priors(index, &records.features)).collect();
        let mut model = Self {
            features: records.features.clone(),
            m: priors.iter().map(|(m, _)| *m).collect(),
            u: priors.iter().map(|(_, u)| *u).collect(),
            against: (records.len().max(2) as f32).log2(),
            families: true,
            same: 0.0,
        };
        let random = random_pairs(records, SAMPLE.min(records.len() * 50));
        for (index, (_, u)) in priors.iter().enumerate() {
            model.u[index] = shares(random.iter().map(|pair| (pair.levels[index], 1.0)), u, PRIOR_PAIRS * 5.0);
        }
        let (sample, share) = blocked_pairs(records, blocks, within);
        let all = records.len() as f64 * (records.len().max(2) - 1) as f64 / 2.0;
        model.families = model.has_families(&sample, records.len());
        for _ in 0..ROUNDS {
            let likely: Vec<f32> = sample.par_iter().map(|pair| model.probability(model.weight(pair))).collect();
            for (index, (m, _)) in priors.iter().enumerate() {
                let seen = sample.iter().zip(&likely).map(|(pair, likely)| (pair.levels[index], *likely));
                model.m[index] = shares(seen, m, PRIOR_PAIRS);
            }
            model.same = likely.iter().sum();
            let same = likely.iter().map(|likely| f64::from(*likely)).sum::<f64>() / share;
            model.against = ((all / (same + 1.0)).log2() as f32).max(1.0);
        }
        model
    }

    /// Whether the lists had more to say than the priors.
    pub(super) fn has_learned(&self) -> bool {
        self.same > PRIOR_PAIRS
    }

    /// How much speaks for two records being the same, in bits; 0 is even.
    pub(super) fn weight(&self, pair: &Compared) -> f32 {
        let exact_id = self.has_same_identifier(pair);
        let (given, surname, birth) = (pair.levels[GIVEN], pair.levels[SURNAME], pair.levels[BIRTH]);
        let (mut sum, mut home) = (-self.against, 0.0);
        for index in 0..self.m.len() {
            let worth = self.worth(pair, index);
            let shared =
                index == SURNAME || index >= FIXED && self.features[index - FIXED].kind != FieldKind::Identifier;
            if shared && worth > 0.0 { home += worth } else { sum += worth }
        }
        // A family shares surname, phone and place: all of it together says less than its parts, and
        // no more than that of a household where it is not said who of it this is.

        let (given_differs, birth_differs) = (given == 7, birth == 6);
        if exact_id || !self.families {
            return sum + home;
        }
        let cap = match () {
            () if given_differs => 12.0,
            () if birth_differs => 16.0,
            () if matches!(given, 3..=6) => 30.0,
            () => 50.0,
        };
        sum += home.min(cap);
        if given_differs && surname != 7 {
            sum -= 5.0;
        }
        if birth_differs {
            sum -= 4.5;
        }
        if given == 3 && surname == 3 {
            sum -= 2.0;
        }
        sum
    }

    /// Whether the lists hold families: people of one home with other given names and births. Lists of
    /// strangers, such as those of one person a household, are judged by the sum of all they say.
    fn has_families(&self, sample: &[Compared], records: usize) -> bool {
        let home = |pair: &&Compared| {
            let home = (SURNAME..self.m.len()).filter(|index| !matches!(*index, BIRTH | SEX));
            home.map(|index| self.worth(pair, index).max(0.0)).sum::<f32>() > 16.0
        };
        let alike = sample.iter().filter(|pair| pair.levels[GIVEN] == 7).filter(home);
        let (twins, others): (Vec<&Compared>, Vec<&Compared>) =
            alike.filter(|pair| pair.levels[BIRTH] != MISSING).partition(|pair| pair.levels[BIRTH] == SAME);
        records < 300 || others.len() > 2 * twins.len() + 5
    }

    fn has_same_identifier(&self, pair: &Compared) -> bool {
        self.features
            .iter()
            .enumerate()
            .any(|(index, feature)| feature.kind == FieldKind::Identifier && pair.levels[FIXED + index] == SAME)
    }

    fn worth(&self, pair: &Compared, index: usize) -> f32 {
        let level = pair.levels[index];
        if level == MISSING {
            return 0.0;
        }
        let at = usize::from(level);
        if by_value(index, level) {
            return self.m[index][at].log2() + pair.bits[index];
        }
        (self.m[index][at] / self.u[index][at]).log2()
    }

    /// The probability that a weight stands for.
    pub(super) fn probability(&self, weight: f32) -> f32 {
        1.0 / (1.0 + (-weight.clamp(-60.0, 60.0)).exp2())
    }
}

/// Shares of levels, with those of the prior counted as so many pairs.
fn shares(seen: impl Iterator<Item = (u8, f32)>, prior: &Shares, weight: f32) -> Shares {
    let mut sums = [0.0_f64; LEVELS];
    seen.filter(|(level, _)| *level != MISSING).for_each(|(level, one)| sums[usize::from(level)] += f64::from(one));
    let total: f64 = sums.iter().sum();
    let mut shares = [0.0; LEVELS];
    for (level, share) in shares.iter_mut().enumerate() {
        let prior = f64::from(prior[level] * weight);
        *share = (((sums[level] + prior) / (total + f64::from(weight))) as f32).max(1e-6);
    }
    shares
}

/// Pairs by chance, always the same ones.
fn random_pairs(records: &Records, count: usize) -> Vec<Compared> {
    let size = records.len() as u64;
    if size < 2 {
        return Vec::new();
    }
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % size) as usize
    };
    let pairs: Vec<(usize, usize)> = (0..count).map(|_| (next(), next())).filter(|(a, b)| a != b).collect();
    pairs.par_iter().map(|(one, other)| compare(records, *one, *other)).collect()
}

/// Pairs that share a block, of every so-manieth record, and what share of all these they are.
fn blocked_pairs(records: &Records, blocks: &Blocks, within: bool) -> (Vec<Compared>, f64) {
    let step = (records.len() / 4_000).max(1);
    let taken: Vec<usize> = (0..records.len()).step_by(step).collect();
    let mut pairs: Vec<Vec<Compared>> = taken
        .par_iter()
        .map_init(Vec::new, |found, record| {
            blocks.after(*record, found);
            let of = |other: &&u32| within || records.list(*record) != records.list(**other as usize);
            found.iter().filter(of).map(|other| compare(records, *record, *other as usize)).collect()
        })
        .collect();
    let total: usize = pairs.iter().map(Vec::len).sum();
    let thin = (total / SAMPLE + 1).min(pairs.len().max(1));
    pairs = pairs.into_iter().step_by(thin).collect();
    let share = pairs.len().max(1) as f64 / records.len().max(1) as f64;
    (pairs.into_iter().flatten().collect(), share)
}
