//! Recognises a unit as people write it: "P. TNMT", "Phòng TN&MT", "UBND P. Lê Lợi", "TTPTQĐ".
//!
//! One rule, no list of spellings: each typed word is a word of the unit's name, or the initials of some words
//! that follow each other in it. Marks, case, punctuation, connectives and i/y do not count; the kind of the unit
//! ("phòng", "UBND", "phường") and the city at the end may be missing. The proper name of a place is never
//! abbreviated: "P. TP" is Phòng Tư pháp and not phường Trần Phú.
//! Invariant: where two units fit equally the answer is [`Match::Ambiguous`], never one of them.

use super::{Unit, UnitKind};
use crate::domain::id::UnitId;
use crate::domain::text;

/// What a written name turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Its name, its short name or an alias, word for word.
    Exact(UnitId),
    /// An abbreviation that fits this unit only.
    Abbreviation(UnitId),
    /// Several units fit equally well: a person has to say which.
    Ambiguous(Vec<UnitId>),
    /// No unit fits.
    Unknown,
}

/// The names of all units, prepared for comparison.
#[derive(Debug, Clone)]
pub struct UnitNames {
    names: Vec<(UnitId, Vec<Part>)>,
}

/// Words of a name that are written together or left out together.
#[derive(Debug, Clone)]
struct Part {
    words: Vec<String>,
    kind: PartKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartKind {
    /// Says what kind of unit it is ("phòng", "UBND"): may be left out, and then it counts as an abbreviation.
    Lead,
    /// What the unit is about: its words may be abbreviated.
    Core,
    /// The proper name of a place: written in full.
    Proper,
    /// "thành phố", "Quy Nhơn": may be left out and means nothing.
    Tail,
}

/// How well a written name fits: the less, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Full,
    Short,
}

/// Fewest letters of initials that may stand for a unit without its kind before them: "TNMT", but not "KT".
const MIN_BARE_INITIALS: usize = 3;

/// Words that join and are left out of initials.
const CONNECTIVES: [&str; 2] = ["va", "cua"];

/// Abbreviations that stand in official names themselves.
const OFFICIAL: [(&str, [&str; 4]); 2] =
    [("ubnd", ["ui", "ban", "nhan", "dan"]), ("hdnd", ["hoi", "dong", "nhan", "dan"])];

/// The words that open a unit's name and say its kind.
const LEADS: [&[&[&str]]; 5] = [
    &[&["ui", "ban"], &["nhan", "dan"], &["phuong"]],
    &[&["ui", "ban"], &["nhan", "dan"], &["xa"]],
    &[&["phong"]],
    &[&["trung", "tam"]],
    &[&["doi"]],
];

/// What follows a name without changing it.
const CITY: [&str; 2] = ["thanh", "pho"];

impl UnitNames {
    /// Prepares the names, short names and aliases of these units, and the names that they bore before.
    pub fn new(units: &[Unit]) -> Self {
        let names = units
            .iter()
            .flat_map(|unit| {
                let others = unit.aliases.iter().chain([&unit.short_name, &unit.name]);
                let names = others.map(String::as_str).chain(unit.former_names());
                names.map(|name| (unit.id, parts_of(name, unit.kind)))
            })
            .collect();
        Self { names }
    }

    /// Lets the city's name stand at the end of every unit's ("Phòng Y tế TP. Quy Nhơn").
    #[must_use]
    pub fn in_city(mut self, city: &str) -> Self {
        for (_, parts) in &mut self.names {
            parts.push(Part { words: words_of(city), kind: PartKind::Tail });
        }
        self
    }

    /// The unit that is certainly meant, if one is.
    pub fn find(&self, written: &str) -> Option<UnitId> {
        match self.look_up(written) {
            Match::Exact(id) | Match::Abbreviation(id) => Some(id),
            Match::Ambiguous(_) | Match::Unknown => None,
        }
    }

    /// What the written name is. A word-for-word name goes before an abbreviation.
    pub fn look_up(&self, written: &str) -> Match {
        let typed = words_of(written);
        if typed.is_empty() {
            return Match::Unknown;
        }
        let mut fits: Vec<(Fit, UnitId)> = self
            .names
            .iter()
            .filter_map(|(id, parts)| fit(&typed, parts).map(|fit| (fit, *id)))
            .collect();
        fits.sort_unstable();
        fits.dedup_by_key(|(_, id)| *id);
        let Some((best, first)) = fits.first().copied() else { return Match::Unknown };
        fits.retain(|(fit, _)| *fit == best);
        if fits.len() > 1 {
            return Match::Ambiguous(fits.into_iter().map(|(_, id)| id).collect());
        }
        match best {
            Fit::Full => Match::Exact(first),
            Fit::Short => Match::Abbreviation(first),
        }
    }
}

/// Folded words without connectives; i and y are one letter; official abbreviations written out.
fn words_of(written: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text::folded_words(written) {
        if CONNECTIVES.contains(&word.as_str()) {
            continue;
        }
        match OFFICIAL.iter().find(|(short, _)| *short == word) {
            Some((_, full)) => words.extend(full.iter().map(|w| (*w).to_owned())),
            None => words.push(word.replace('y', "i")),
        }
    }
    words
}

fn parts_of(name: &str, kind: UnitKind) -> Vec<Part> {
    let mut words = words_of(name);
    let mut parts = Vec::new();
    if let Some(lead) =
        LEADS.iter().find(|lead| words.iter().zip(lead.concat()).all(|(w, l)| w == l))
    {
        for group in *lead {
            parts.push(Part { words: words.drain(..group.len()).collect(), kind: PartKind::Lead });
        }
    }
    if words.ends_with(&CITY.map(str::to_owned)) {
        words.truncate(words.len() - CITY.len());
    }
    let core = if kind.is_place() { PartKind::Proper } else { PartKind::Core };
    parts.push(Part { words, kind: core });
    parts.push(Part { words: CITY.map(str::to_owned).to_vec(), kind: PartKind::Tail });
    parts
}

/// How the typed words fit the name, if they do.
fn fit(typed: &[String], parts: &[Part]) -> Option<Fit> {
    let start = Reading { fit: Fit::Full, is_bare: true, initials: 0, has_core_word: false };
    read(typed, "", parts, 0, start)
}

/// What has been read so far of a written name.
#[derive(Debug, Clone, Copy)]
struct Reading {
    fit: Fit,
    /// No word of the kind has been read.
    is_bare: bool,
    /// Letters of the core read as initials.
    initials: usize,
    /// A word of the core has been read in full.
    has_core_word: bool,
}

impl Reading {
    fn end(self) -> Option<Fit> {
        let too_little = self.is_bare && !self.has_core_word && self.initials < MIN_BARE_INITIALS;
        (!too_little).then_some(self.fit)
    }

    fn word(mut self, kind: PartKind) -> Self {
        self.is_bare &= kind != PartKind::Lead;
        self.has_core_word |= matches!(kind, PartKind::Core | PartKind::Proper);
        self
    }

    fn initial(mut self, kind: PartKind) -> Self {
        if kind != PartKind::Tail {
            self.fit = Fit::Short;
        }
        self.is_bare &= kind != PartKind::Lead;
        self.initials += usize::from(kind == PartKind::Core);
        self
    }
}

/// Reads on from word `at` of the first part: `rest` is what is left of a typed word taken as initials.
fn read(typed: &[String], rest: &str, parts: &[Part], at: usize, so_far: Reading) -> Option<Fit> {
    let Some((part, later)) = parts.split_first() else {
        return (typed.is_empty() && rest.is_empty()).then(|| so_far.end()).flatten();
    };
    let Some(word) = part.words.get(at) else {
        return read(typed, rest, later, 0, so_far);
    };
    let mut best = None;
    if at == 0 && matches!(part.kind, PartKind::Lead | PartKind::Tail) {
        let mut without = so_far;
        if part.kind == PartKind::Lead {
            without.fit = Fit::Short;
        }
        best = better(best, read(typed, rest, later, 0, without));
    }
    if rest.is_empty() {
        let Some((token, more)) = typed.split_first() else { return best };
        if token == word {
            best = better(best, read(more, "", parts, at + 1, so_far.word(part.kind)));
        } else if part.kind != PartKind::Proper {
            best = better(best, read_initial(more, token, parts, at, so_far));
        }
    } else if part.kind != PartKind::Proper {
        best = better(best, read_initial(typed, rest, parts, at, so_far));
    }
    best
}

/// Takes the beginning of `letters` as the initial of the word: its first letter ("t" of "tra") or all the
/// consonants that open it ("tr").
fn read_initial(
    typed: &[String],
    letters: &str,
    parts: &[Part],
    at: usize,
    so_far: Reading,
) -> Option<Fit> {
    let (part, word) = parts.first().and_then(|p| p.words.get(at).map(|w| (p, w)))?;
    let cluster: String = word.chars().take_while(|c| !"aeiou".contains(*c)).collect();
    let first: String = word.chars().take(1).collect();
    let mut best = None;
    for initial in [first, cluster] {
        if let Some(rest) = letters.strip_prefix(&initial).filter(|_| !initial.is_empty()) {
            best = better(best, read(typed, rest, parts, at + 1, so_far.initial(part.kind)));
        }
    }
    best
}

fn better(one: Option<Fit>, other: Option<Fit>) -> Option<Fit> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests;
