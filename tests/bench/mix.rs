//! The mix of queries of `performance.md` §2, derived from the petitions by seed.
//!
//! Keeps an even sample of the petitions that pass (reservoir) and asks for what is in them: names with and without
//! marks, content, phrases, a last word not typed out, content in a unit and year, a name with one slip of the hand.

use chrono::Datelike;
use donthu::domain::id::UnitId;
use donthu::domain::text::fold;
use donthu::practice::{PracticePetition, Random};

/// What is typed, as a class with figures of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A full name with its marks.
    NameMarked,
    /// A full name without marks.
    NamePlain,
    /// Two to four syllables of the content, with marks.
    ContentMarked,
    /// The same without marks.
    ContentPlain,
    /// Three to five syllables in quotes.
    Phrase,
    /// Syllables of which the last is not typed out.
    Prefix,
    /// Content within a unit and a year, newest first.
    Filtered,
    /// A name with one letter wrong, without marks.
    Typo,
}

impl Class {
    /// Every class with its share of a thousand queries.
    pub(crate) const SHARES: [(Self, usize); 8] = [
        (Self::NameMarked, 150),
        (Self::NamePlain, 150),
        (Self::ContentMarked, 150),
        (Self::ContentPlain, 150),
        (Self::Phrase, 100),
        (Self::Prefix, 100),
        (Self::Filtered, 100),
        (Self::Typo, 100),
    ];

    /// As the table names it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::NameMarked => "name, with marks",
            Self::NamePlain => "name, without marks",
            Self::ContentMarked => "content, with marks",
            Self::ContentPlain => "content, without marks",
            Self::Phrase => "phrase",
            Self::Prefix => "prefix on last word",
            Self::Filtered => "unit + year, newest first",
            Self::Typo => "one typo in a name",
        }
    }
}

/// A query as a person asks it.
#[derive(Debug, Clone)]
pub(crate) struct BenchQuery {
    /// Its class; [`Class::Phrase`] is meant in quotes and [`Class::Prefix`] goes on being typed.
    pub(crate) class: Class,
    /// What is typed, without quotes.
    pub(crate) text: String,
    /// Only petitions given to this unit and received in this year, newest first.
    pub(crate) within: Option<(UnitId, i32)>,
}

/// An even sample of the petitions that went by.
#[derive(Debug)]
pub(crate) struct Mix {
    sample: Vec<PracticePetition>,
    seen: u64,
    random: Random,
}

/// Petitions that queries are made from.
const SAMPLE: usize = 4_000;

impl Mix {
    /// An empty sample; the seed decides which petitions are kept and what is asked.
    pub(crate) fn new(seed: u64) -> Self {
        Self { sample: Vec::new(), seen: 0, random: Random::new(seed ^ 0x9e3c_a11e) }
    }

    /// Lets a petition go by: it may be kept.
    pub(crate) fn offer(&mut self, petition: &PracticePetition) {
        self.seen += 1;
        if self.sample.len() < SAMPLE {
            self.sample.push(petition.clone());
            return;
        }
        let at = self.random.below(u32::try_from(self.seen).unwrap_or(u32::MAX)) as usize;
        if let Some(place) = self.sample.get_mut(at) {
            place.clone_from(petition);
        }
    }

    /// So many queries of all classes, in mixed order. None if no petition went by.
    pub(crate) fn queries(mut self, number: usize) -> Vec<BenchQuery> {
        let mut queries = Vec::new();
        for (class, share) in Class::SHARES {
            let wanted = (number * share).div_ceil(1_000);
            let made = (0..wanted * 50).filter_map(|_| self.query(class)).take(wanted);
            queries.extend(made);
        }
        for i in (1..queries.len()).rev() {
            let j = self.random.below(u32::try_from(i + 1).unwrap_or(u32::MAX)) as usize;
            queries.swap(i, j);
        }
        queries
    }

    /// One query of the class, unless the petition that came up does not lend itself to it.
    fn query(&mut self, class: Class) -> Option<BenchQuery> {
        let random = &mut self.random;
        let petition = random.pick(&self.sample)?;
        let name = petition.facts.petitioner.as_ref().map(|person| person.name.clone());
        let content = petition.facts.content.as_str();
        let mut within = None;
        let text = match class {
            Class::NameMarked => name?,
            Class::NamePlain => fold(&name?),
            Class::ContentMarked => run_of_words(content, 2, 4, random)?,
            Class::ContentPlain => fold(&run_of_words(content, 2, 4, random)?),
            Class::Phrase => run_of_words(content, 3, 5, random)?,
            Class::Prefix => {
                let whole = if random.per_mille(500) {
                    name?
                } else {
                    run_of_words(content, 2, 4, random)?
                };
                without_its_end(&whole, random)?
            }
            Class::Filtered => {
                let unit = petition.assignment.as_ref()?.unit;
                within = Some((unit, petition.facts.received_on.year()));
                run_of_words(content, 2, 4, random)?
            }
            Class::Typo => with_a_slip(&fold(&name?), random)?,
        };
        Some(BenchQuery { class, text, within })
    }
}

/// Words that follow each other in the content, without digits or punctuation between them.
fn run_of_words(content: &str, least: u32, most: u32, random: &mut Random) -> Option<String> {
    let words: Vec<&str> = content.split(' ').collect();
    let wanted = random.between(least, most) as usize;
    let from = random.below(u32::try_from(words.len()).ok()?) as usize;
    let run = words.get(from..from + wanted)?;
    let is_plain = run.iter().all(|word| word.chars().all(char::is_alphabetic));
    is_plain.then(|| run.join(" "))
}

/// The text with the last word cut after its first one to three letters.
fn without_its_end(text: &str, random: &mut Random) -> Option<String> {
    let (before, last) = text.rsplit_once(' ')?;
    let letters = last.chars().count();
    let kept = (random.between(1, 3) as usize).min(letters.saturating_sub(1));
    let cut: String = last.chars().take(kept).collect();
    (kept > 0).then(|| format!("{before} {cut}"))
}

/// One letter of a word of four letters or more left out, doubled, swapped or mistaken.
fn with_a_slip(name: &str, random: &mut Random) -> Option<String> {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> =
        (0..words.len()).filter(|at| words[*at].is_ascii() && words[*at].len() >= 4).collect();
    let word = words.get_mut(*random.pick(&long)?)?;
    let at = random.between(1, u32::try_from(word.len()).ok()? - 2) as usize;
    let letter = word.get(at..=at)?.to_owned();
    match random.below(4) {
        0 => word.replace_range(at..=at, ""),
        1 => word.insert_str(at, &letter),
        2 => {
            let swapped: String = word.get(at..at + 2)?.chars().rev().collect();
            word.replace_range(at..at + 2, &swapped);
        }
        _ => word.replace_range(at..=at, if letter == "e" { "r" } else { "e" }),
    }
    let slipped = words.join(" ");
    (slipped != name).then_some(slipped)
}
