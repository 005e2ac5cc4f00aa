//! Two records field by field: the level of each, and the bits that rare values add.

use super::FieldKind;
use super::prepare::{Records, Token};
use super::values::Birth;

/// Levels of given names, surnames, birth, sex, and of each feature after them.
pub(super) const FIXED: usize = 4;
/// Levels of anything.
pub(super) const LEVELS: usize = 8;
pub(super) const GIVEN: usize = 0;
pub(super) const SURNAME: usize = 1;
pub(super) const BIRTH: usize = 2;
pub(super) const SEX: usize = 3;
/// Nothing can be said, because one has no value.
pub(super) const MISSING: u8 = 0;
/// The most alike that there is.
pub(super) const SAME: u8 = 1;
/// The names of levels, by what is compared.
pub(super) const NAME_LEVELS: [&str; LEVELS] =
    ["missing", "same", "one_same", "same_and_other", "similar", "similar_and_other", "initial", "different"];
pub(super) const BIRTH_LEVELS: [&str; LEVELS] =
    ["missing", "same", "same_parts", "swapped", "one_digit", "same_year", "different", "different"];
pub(super) const VALUE_LEVELS: [&str; LEVELS] =
    ["missing", "same", "similar", "somewhat", "different", "different", "different", "different"];

/// The most features that are compared.
pub(super) const MOST: usize = 20;

/// How alike two records are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    pub(super) levels: [u8; MOST],
    /// Bits by which what they share is rare, for levels whose worth depends on the value.
    pub(super) bits: [f32; MOST],
}

impl Compared {
    /// Whether given names and births, or given names and sexes, are those of two people.
    pub(super) fn are_clearly_two(&self) -> bool {
        self.levels[GIVEN] == 7 && (self.levels[BIRTH] == 6 || self.levels[BIRTH] != SAME && self.levels[SEX] == 4)
    }
}

pub(super) fn compare(records: &Records, one: usize, other: usize) -> Compared {
    let mut compared = Compared { levels: [MISSING; MOST], bits: [0.0; MOST] };
    names(records, records.name(one), records.name(other), &mut compared);
    compared.levels[BIRTH] = births(records.births[one], records.births[other]);
    compared.levels[SEX] = match (records.sexes[one], records.sexes[other]) {
        (0, _) | (_, 0) => MISSING,
        (one, other) if one == other => SAME,
        _ => 4,
    };
    let cells = records.cells(one).iter().zip(records.cells(other));
    for (index, (one, other)) in cells.enumerate().take(MOST - FIXED) {
        let dictionary = &records.values[index];
        let at = FIXED + index;
        if *one == 0 || *other == 0 {
            continue;
        }
        if one == other {
            compared.levels[at] = SAME;
            compared.bits[at] = dictionary.bits(*one);
            continue;
        }
        let (one, other) = (&*dictionary.texts[*one as usize], &*dictionary.texts[*other as usize]);
        compared.levels[at] = match records.features[index].kind {
            FieldKind::Identifier | FieldKind::Phone | FieldKind::Number => codes(one, other),
            _ => texts(one, other),
        };
    }
    compared
}

/// Numbers are alike where one slip of the pen makes one of the other.
fn codes(one: &str, other: &str) -> u8 {
    if one.len().abs_diff(other.len()) > 1 || one.len() < 3 {
        return 4;
    }
    if one_slip(one.as_bytes(), other.as_bytes()) { 2 } else { 4 }
}

/// Whether at most one letter is wrong, missing, too many or swapped with its neighbour.
pub(super) fn one_slip(one: &[u8], other: &[u8]) -> bool {
    let ahead = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[ahead..], &other[ahead..]);
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - behind], &other[..other.len() - behind]);
    match (one, other) {
        ([], [] | [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

fn texts(one: &str, other: &str) -> u8 {
    let alike = strsim::jaro_winkler(one, other);
    if alike >= 0.92 {
        return 2;
    }
    let shared = one.split(' ').filter(|word| word.len() > 2 && other.split(' ').any(|other| other == *word)).count();
    let fewest = one.split(' ').count().min(other.split(' ').count());
    match () {
        () if shared * 2 > fewest && fewest > 1 => 2,
        () if alike >= 0.8 || shared > 0 => 3,
        () => 4,
    }
}

fn births(one: Birth, other: Birth) -> u8 {
    let known = |one: u16, other: u16| one > 0 && other > 0;
    if !known(one.year, other.year) {
        return MISSING;
    }
    if !one.is_full() || !other.is_full() {
        return match one.year.abs_diff(other.year) {
            0 => 2,
            1 => 5,
            _ => 6,
        };
    }
    if one == other {
        return SAME;
    }
    if one.year == other.year && one.month == other.day && one.day == other.month {
        return 3;
    }
    let month_and_day = (one.month, one.day) == (other.month, other.day);
    let differ = one.digits().iter().zip(other.digits()).filter(|(a, b)| **a != *b).count();
    if differ == 1 || month_and_day && one.year.abs_diff(other.year) == 1 || one_slip(&one.digits(), &other.digits()) {
        return 4;
    }
    if one.year == other.year || differ == 2 && month_and_day { 5 } else { 6 }
}

/// What of a part of the name was found on the other side.
#[derive(Default, Clone, Copy)]
struct Part {
    same: u32,
    similar: u32,
    initial: u32,
    left: [u32; 2],
    all: [u32; 2],
    bits: f32,
}

impl Part {
    fn level(&self) -> u8 {
        let other = self.left[0] > 0 && self.left[1] > 0;
        match () {
            () if self.same > 0 && other => 3,
            () if self.same > 1 || self.same > 0 && self.similar > 0 => SAME,
            () if self.same > 0 => 2,
            () if self.similar > 0 && other => 5,
            () if self.similar > 0 => 4,
            () if self.initial > 0 => 6,
            () if self.all[0] == 0 || self.all[1] == 0 => MISSING,
            () => 7,
        }
    }
}

fn names(records: &Records, one: &[Token], other: &[Token], compared: &mut Compared) {
    let mut parts = [Part::default(); 2];
    let (mut seen_one, mut seen_other) = (0_u64, 0_u64);
    let (one, other) = (&one[..one.len().min(64)], &other[..other.len().min(64)]);
    let part = |token: &Token| usize::from(!token.is_given);
    one.iter().for_each(|token| parts[part(token)].all[0] += 1);
    other.iter().for_each(|token| parts[part(token)].all[1] += 1);
    for (i, a) in one.iter().enumerate() {
        let free = |j: usize, seen: u64| seen & (1 << j) == 0;
        let found = other.iter().enumerate().position(|(j, b)| a.word == b.word && free(j, seen_other));
        if let Some(j) = found {
            (seen_one, seen_other) = (seen_one | 1 << i, seen_other | 1 << j);
            let part = &mut parts[part(if a.is_given { a } else { &other[j] })];
            if records.words.texts[a.word as usize].len() > 1 {
                part.same += 1;
                part.bits += records.words.bits(a.word).min(14.0);
            } else {
                part.initial += 1;
            }
        }
    }
    for (i, a) in one.iter().enumerate().filter(|(i, _)| seen_one & (1 << i) == 0).collect::<Vec<_>>() {
        let left = |seen: u64| (0..other.len()).filter(move |j| seen & (1 << j) == 0);
        let best = left(seen_other).map(|j| (alike(records, a.word, other[j].word), j)).max_by_key(|(alike, _)| *alike);
        if let Some((alike @ 1.., j)) = best {
            (seen_one, seen_other) = (seen_one | 1 << i, seen_other | 1 << j);
            let rarer = records.words.bits(a.word).min(records.words.bits(other[j].word));
            let commoner = if records.words.counts[a.word as usize] >= records.words.counts[other[j].word as usize] {
                a
            } else {
                &other[j]
            };
            let part = &mut parts[part(commoner)];
            if alike >= 2 {
                part.similar += 1;
                part.bits += (rarer - 2.0).max(1.0);
            } else {
                part.initial += 1;
                part.bits += 2.0;
            }
        }
    }
    joined(records, (one, &mut seen_one), (other, &mut seen_other), &mut parts);
    joined(records, (other, &mut seen_other), (one, &mut seen_one), &mut parts);
    for (side, (tokens, seen)) in [(one, seen_one), (other, seen_other)].into_iter().enumerate() {
        for (_, token) in tokens.iter().enumerate().filter(|(i, _)| seen & (1 << i) == 0) {
            parts[part(token)].left[side] += 1;
        }
    }
    compared.levels[GIVEN] = parts[0].level();
    compared.levels[SURNAME] = parts[1].level();
    compared.bits[GIVEN] = parts[0].bits;
    compared.bits[SURNAME] = parts[1].bits;
}

/// A word that is two words of the other side written as one.
fn joined(records: &Records, one: (&[Token], &mut u64), other: (&[Token], &mut u64), parts: &mut [Part; 2]) {
    let text = |token: &Token| &*records.words.texts[token.word as usize];
    for (i, long) in one.0.iter().enumerate() {
        if *one.1 & (1 << i) != 0 || text(long).len() < 7 {
            continue;
        }
        for (j, first) in other.0.iter().enumerate() {
            let Some(rest) = text(long).strip_prefix(text(first)).filter(|rest| rest.len() > 2) else { continue };
            let Some(k) = other.0.iter().position(|second| text(second) == rest) else { continue };
            if k != j && *other.1 & (1 << j | 1 << k) == 0 {
                *one.1 |= 1 << i;
                *other.1 |= 1 << j | 1 << k;
                let part = &mut parts[usize::from(!first.is_given)];
                part.same += 2;
                part.bits += records.words.bits(first.word) + records.words.bits(other.0[k].word);
            }
        }
    }
}

/// 0 not, 1 as an initial, 2 and more the more alike.
fn alike(records: &Records, one: u32, other: u32) -> u8 {
    let (a, b) = (&*records.words.texts[one as usize], &*records.words.texts[other as usize]);
    let (shorter, longer) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if shorter.len() <= 1 {
        return u8::from(longer.starts_with(shorter));
    }
    if records.sounds[one as usize] == records.sounds[other as usize] {
        return 4;
    }
    if shorter.len() >= 4 && one_slip(a.as_bytes(), b.as_bytes()) {
        // «Mario» and «Maria» are two names.
        let last = a.len() == b.len() && a.as_bytes()[..a.len() - 1] == b.as_bytes()[..b.len() - 1];
        let ends = |text: &str| text.ends_with(['a', 'o']);
        let by_sex = ends(a) && ends(b) && last || longer.starts_with(shorter) && ends(longer);
        return if by_sex { 0 } else { 3 };
    }
    let short = shorter.len() >= 3 && longer.starts_with(shorter) && longer.len() <= shorter.len() + 3;
    if short {
        return 1;
    }
    u8::from(longer.len() <= shorter.len() + 4 && strsim::jaro_winkler(a, b) >= 0.9) * 2
}
