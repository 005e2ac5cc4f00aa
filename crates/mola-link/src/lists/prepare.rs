//! Rows as they are compared: what is the same in all fields once, words and values as numbers.

use super::text::{fold, formal, forms, given, is_empty_word, sound, words};
use super::values::{Birth, birth, identifier, is_unknown, phone, sex};
use super::{FieldKind, List};
use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;
use std::fmt::Write as _;

/// What is compared besides names, birth and sex: a kind of value, and which field of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Feature {
    pub(super) kind: FieldKind,
    ordinal: usize,
}

impl Feature {
    /// Which field of its kind it is, from 1.
    pub(super) fn ordinal(self) -> usize {
        self.ordinal
    }
}

/// A word of a name, and whether it is given or inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) word: u32,
    pub(super) is_given: bool,
}

/// Something that lists know of by a number.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    pub(super) texts: Vec<Box<str>>,
    pub(super) counts: Vec<u32>,
    /// How many records have one at all.
    pub(super) total: u32,
}

impl Dictionary {
    /// How much it says that two records have this in common, in bits.
    pub(super) fn bits(&self, id: u32) -> f32 {
        let count = self.counts[id as usize].max(2) as f32;
        ((self.total.max(4) as f32 + 20.0) / count).log2().min(20.0)
    }
}

/// All records.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) features: Vec<Feature>,
    /// Of each feature, its values; number 0 is no value.
    pub(super) values: Vec<Dictionary>,
    pub(super) words: Dictionary,
    pub(super) sounds: Vec<Box<str>>,
    /// Of each record, the words of its name.
    tokens: Vec<Token>,
    token_ends: Vec<u32>,
    pub(super) births: Vec<Birth>,
    /// 0 unknown, 1 female, 2 male.
    pub(super) sexes: Vec<u8>,
    /// Record by record, one number for each feature.
    cells: Vec<u32>,
    /// Of each record, the rows that say it: list and row.
    pub(super) rows: Vec<Vec<(u32, u32)>>,
}

impl Records {
    pub(super) fn len(&self) -> usize {
        self.births.len()
    }

    pub(super) fn name(&self, record: usize) -> &[Token] {
        let start = if record == 0 { 0 } else { self.token_ends[record - 1] };
        &self.tokens[start as usize..self.token_ends[record] as usize]
    }

    pub(super) fn cells(&self, record: usize) -> &[u32] {
        let width = self.features.len();
        &self.cells[record * width..(record + 1) * width]
    }

    /// Makes a value of a record one that is not known.
    pub(super) fn forget(&mut self, record: usize, feature: usize) {
        let cell = &mut self.cells[record * self.features.len() + feature];
        let dictionary = &mut self.values[feature];
        dictionary.counts[*cell as usize] -= 1;
        dictionary.total -= 1;
        *cell = 0;
    }

    pub(super) fn list(&self, record: usize) -> u32 {
        self.rows[record][0].0
    }
}

/// The features of the lists.
fn features(lists: &[List]) -> Vec<Feature> {
    let mut features: Vec<Feature> = lists.iter().flat_map(|list| columns(list).into_iter().flatten()).collect();
    features.sort_unstable();
    features.dedup();
    features
}

/// Which feature each column of a list is.
fn columns(list: &List) -> Vec<Option<Feature>> {
    let mut seen: HashMap<FieldKind, usize> = HashMap::new();
    let of = |kind: FieldKind, seen: &mut HashMap<FieldKind, usize>| {
        let next = seen.entry(kind).or_default();
        *next += 1;
        Feature { kind, ordinal: *next }
    };
    let compared = |kind| {
        matches!(
            kind,
            FieldKind::Identifier | FieldKind::Place | FieldKind::Number | FieldKind::Phone | FieldKind::Text
        )
    };
    list.fields.iter().map(|field| compared(field.kind).then(|| of(field.kind, &mut seen))).collect()
}

/// The row as one text: equal texts say the same. Parts end with `\x1f`, words of names have their
/// mark: `g` given, `s` surname, `f` first, `l` last, `m` in the middle of a whole name.
fn canonical(row: &[Box<str>], list: &List, at: &[Option<usize>], width: usize, forms: &Forms) -> String {
    let mut names: Vec<(String, char)> = Vec::new();
    let mut values = vec![String::new(); width];
    let (mut date, mut born_sex) = (Birth::default(), "");
    for ((text, field), feature) in row.iter().zip(&list.fields).zip(at) {
        let folded = fold(text);
        if is_unknown(&folded) && field.kind != FieldKind::Number {
            continue;
        }
        match field.kind {
            FieldKind::Given => named(&folded, forms, &mut |_, _| 'g', &mut names),
            FieldKind::Surname => named(&folded, forms, &mut |_, _| 's', &mut names),
            FieldKind::FullName => full_name(text, forms, &mut names),
            FieldKind::Birth => date = birth(text).unwrap_or(date),
            FieldKind::BirthYear => date.year = folded.trim().parse().unwrap_or(0),
            FieldKind::BirthMonth => date.month = folded.trim().parse().unwrap_or(0),
            FieldKind::BirthDay => date.day = folded.trim().parse().unwrap_or(0),
            FieldKind::Sex => born_sex = sex(&folded).unwrap_or(""),
            _ => {
                if let Some(feature) = feature {
                    values[*feature] = value(field.kind, text, &folded);
                }
            }
        }
    }
    names.sort_unstable();
    let mut line = String::with_capacity(96);
    for (word, mark) in &names {
        let _ = write!(line, "{mark}{word} ");
    }
    let _ = write!(line, "\x1f{} {} {}\x1f{born_sex}", date.year, date.month, date.day);
    values.iter().for_each(|value| {
        let _ = write!(line, "\x1f{value}");
    });
    line
}

fn value(kind: FieldKind, text: &str, folded: &str) -> String {
    match kind {
        FieldKind::Identifier => identifier(text).unwrap_or_default(),
        FieldKind::Phone => phone(text).unwrap_or_default(),
        _ => words(folded).collect::<Vec<_>>().join(" "),
    }
}

type Forms = foldhash::HashMap<&'static str, &'static str>;

fn named(folded: &str, forms: &Forms, mark: &mut dyn FnMut(usize, usize) -> char, names: &mut Vec<(String, char)>) {
    let mut kept: Vec<&str> = words(folded).filter(|word| !is_empty_word(word)).collect();
    if kept.is_empty() {
        kept = words(folded).collect();
    }
    let count = kept.len();
    names.extend(kept.iter().enumerate().map(|(index, word)| (formal(forms, word).to_owned(), mark(index, count))));
}

fn full_name(text: &str, forms: &Forms, names: &mut Vec<(String, char)>) {
    if let Some((surnames, given)) = text.split_once(',') {
        named(&fold(surnames), forms, &mut |_, _| 's', names);
        return named(&fold(given), forms, &mut |_, _| 'g', names);
    }
    let mark = &mut |index, count| {
        if index == 0 {
            'f'
        } else if index + 1 == count {
            'l'
        } else {
            'm'
        }
    };
    named(&fold(text), forms, mark, names);
}

/// Whether a record says enough that two rows of it are one person without more ado.
fn says_enough(line: &str) -> bool {
    let mut parts = line.split('\x1f');
    let words = parts.next().map_or(0, |names| names.split_whitespace().count());
    let others = parts.filter(|part| !matches!(*part, "" | "0 0 0" | "f" | "m")).count();
    words >= 2 && others >= 1 || others >= 4
}

/// Makes records of the rows of lists. Where lists are held `apart`, equal rows of two lists stay two records.
pub(super) fn prepare(lists: &[List], apart: bool) -> Records {
    let features = features(lists);
    let forms = forms();
    let mut lines: Vec<(String, u32, u32)> = Vec::new();
    for (index, list) in (0_u32..).zip(lists) {
        let at: Vec<Option<usize>> = columns(list)
            .into_iter()
            .map(|column| column.and_then(|column| features.binary_search(&column).ok()))
            .collect();
        let rows = u32::try_from(list.rows()).unwrap_or(u32::MAX);
        lines.par_extend(
            (0..rows)
                .into_par_iter()
                .map(|row| (canonical(list.row(row as usize), list, &at, features.len(), &forms), index, row)),
        );
    }
    lines.par_sort_unstable();
    let mut kept: Vec<&str> = Vec::new();
    let mut records = Records { features, ..Records::default() };
    for (line, list, row) in &lines {
        let same = kept.last().is_some_and(|last| last == line) && says_enough(line);
        match records.rows.last_mut() {
            Some(rows) if same && (!apart || rows[0].0 == *list) => rows.push((*list, *row)),
            _ => {
                kept.push(line);
                records.rows.push(vec![(*list, *row)]);
            }
        }
    }
    number(&mut records, &kept);
    records
}

/// Gives words and values their numbers.
fn number(records: &mut Records, lines: &[&str]) {
    let width = records.features.len();
    let mut maps: Vec<HashMap<&str, u32>> = vec![HashMap::new(); width];
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    records.values = (0..width).map(|_| Dictionary { texts: vec!["".into()], counts: vec![0], total: 0 }).collect();
    let mut marks: Vec<(u32, char)> = Vec::new();
    for line in lines {
        let mut parts = line.split('\x1f');
        let names = parts.next().unwrap_or_default().split_whitespace();
        for name in names {
            let mark = name.chars().next().unwrap_or('m');
            let word = intern(&mut numbers, &mut records.words, &name[1..]);
            marks.push((word, mark));
        }
        records.token_ends.push(u32::try_from(marks.len()).unwrap_or(u32::MAX));
        records.words.total += 1;
        let mut date = parts.next().unwrap_or_default().split(' ').map(|part| part.parse::<u16>().unwrap_or(0));
        let mut next = || date.next().unwrap_or(0);
        let (year, month, day) = (next(), next(), next());
        let small = |part: u16| u8::try_from(part).unwrap_or(0);
        records.births.push(Birth { year, month: small(month), day: small(day) });
        records.sexes.push(match parts.next() {
            Some("f") => 1,
            Some("m") => 2,
            _ => 0,
        });
        for ((value, map), dictionary) in parts.zip(&mut maps).zip(&mut records.values) {
            let id = if value.is_empty() { 0 } else { intern(map, dictionary, value) };
            dictionary.total += u32::from(id > 0);
            records.cells.push(id);
        }
    }
    records.sounds = records.words.texts.par_iter().map(|word| sound(word).into_boxed_str()).collect();
    let given = roles(records, &marks);
    records.tokens = marks
        .iter()
        .map(|(word, mark)| Token {
            word: *word,
            is_given: match mark {
                'g' => true,
                's' => false,
                _ => given[*word as usize],
            },
        })
        .collect();
}

fn intern<'a>(map: &mut HashMap<&'a str, u32>, dictionary: &mut Dictionary, text: &'a str) -> u32 {
    let id = *map.entry(text).or_insert_with(|| {
        dictionary.texts.push(text.into());
        dictionary.counts.push(0);
        u32::try_from(dictionary.texts.len() - 1).unwrap_or(u32::MAX)
    });
    dictionary.counts[id as usize] += 1;
    id
}

/// Which words are given names: by the fields they stand in, by where they stand in whole names, by
/// the sexes of those who bear them (surnames have none), and by the list of given names.
fn roles(records: &Records, marks: &[(u32, char)]) -> Vec<bool> {
    let known = given();
    let mut votes = vec![0.0_f32; records.words.texts.len()];
    let mut sexes = vec![[0_u32; 2]; votes.len()];
    let mut start = 0;
    for (record, end) in records.token_ends.iter().enumerate() {
        for (word, mark) in &marks[start..*end as usize] {
            votes[*word as usize] += match mark {
                'g' => 1.0,
                's' => -1.0,
                'f' => 0.1,
                'l' => -0.1,
                _ => 0.0,
            };
            if let 1 | 2 = records.sexes[record] {
                sexes[*word as usize][usize::from(records.sexes[record]) - 1] += 1;
            }
        }
        start = *end as usize;
    }
    let by_sex = |[female, male]: [u32; 2]| {
        let (most, all) = (female.max(male) as f32, (female + male) as f32);
        if all < 6.0 {
            0.0
        } else if most / all > 0.88 {
            all
        } else {
            -all
        }
    };
    (0..votes.len())
        .map(|word| {
            let listed = if known.contains(&*records.words.texts[word]) { 2.0 } else { 0.0 };
            votes[word] + by_sex(sexes[word]) + listed > 0.05
        })
        .collect()
}
