//! The word stock of the practice data, compiled in from `assets/seed/practice/*.toml`.
//!
//! Owns reading and checking it: pairs of word and weight become [`Weighted`], sentences become [`Template`].
//! Every list has at least one entry; the tests read the whole stock.

use chrono::NaiveDate;
use serde::Deserialize;
use thiserror::Error;

use super::random::Random;
use super::staff::AccountRow;
use super::template::Template;
use crate::domain::petition::{Field, Kind};
use crate::domain::workflow::petition::BodyType;

const PEOPLE: &str = include_str!("../../assets/seed/practice/people.toml");
const PLACES: &str = include_str!("../../assets/seed/practice/places.toml");
const TOPICS: &str = include_str!("../../assets/seed/practice/topics.toml");
const PROSE: &str = include_str!("../../assets/seed/practice/prose.toml");
const STEPS: &str = include_str!("../../assets/seed/practice/steps.toml");

/// What is wrong with the word stock.
#[derive(Debug, Error)]
pub(super) enum StockError {
    /// Not TOML, or not the tables that are expected.
    #[error("word stock: {0}")]
    Toml(#[from] toml::de::Error),
    /// A place to fill that is not known.
    #[error("word stock: unknown slot in {0:?}")]
    Slot(String),
    /// A kind or field that is not known.
    #[error("word stock: unknown code {0:?}")]
    Code(String),
}

/// Items with weights, picked in proportion.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Vec<(T, u32)>")]
pub(super) struct Weighted<T> {
    /// Each item with the sum of the weights up to it.
    items: Vec<(T, u32)>,
}

impl<T> From<Vec<(T, u32)>> for Weighted<T> {
    fn from(mut items: Vec<(T, u32)>) -> Self {
        let mut sum = 0;
        for (_, weight) in &mut items {
            sum += *weight;
            *weight = sum;
        }
        Self { items }
    }
}

impl<T> Weighted<T> {
    /// One item, in proportion to the weights.
    pub(super) fn pick(&self, random: &mut Random) -> Option<&T> {
        let total = self.items.last().map_or(0, |(_, sum)| *sum);
        let at = random.below(total);
        self.items.get(self.items.partition_point(|(_, sum)| *sum <= at)).map(|(item, _)| item)
    }
}

/// Names of people, and the accounts of the practice office.
#[derive(Debug, Deserialize)]
pub(super) struct People {
    pub(super) surnames: Weighted<String>,
    pub(super) male_middles: Weighted<String>,
    pub(super) female_middles: Weighted<String>,
    pub(super) male_givens: Weighted<String>,
    pub(super) female_givens: Weighted<String>,
    pub(super) accounts: Vec<AccountRow>,
}

/// Places, the bodies that forward petitions, and the year of the office.
#[derive(Debug, Deserialize)]
pub(super) struct Places {
    pub(super) streets: Vec<String>,
    pub(super) projects: Vec<String>,
    pub(super) spots: Vec<String>,
    pub(super) businesses: Vec<String>,
    pub(super) schools: Vec<String>,
    pub(super) provincial_bodies: Weighted<String>,
    pub(super) leaders: Weighted<String>,
    onsets: Vec<String>,
    rhymes: Vec<String>,
    pub(super) tet: Vec<NaiveDate>,
    pub(super) months: Vec<u32>,
}

/// A matter that people write about.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) field: Field,
    /// Names of the units that get it; "ward" is the sender's own.
    pub(super) units: Vec<String>,
    pub(super) respondents: Vec<Template>,
    pub(super) summaries: Vec<Template>,
    pub(super) details: Vec<Template>,
    pub(super) requests: Vec<Template>,
}

/// Sentences of any petition, and the words that fill them.
#[derive(Debug)]
pub(super) struct Prose {
    pub(super) openings: Vec<Template>,
    /// What was done before, how the sender lives, why it is wrong: the middle of any petition.
    pub(super) middles: [Vec<Template>; 3],
    pub(super) closings: Vec<Template>,
    pub(super) repeats: Vec<Template>,
    pub(super) repeat_notes: Vec<Template>,
    pub(super) officer_notes: Vec<String>,
    pub(super) enclosures: Vec<String>,
    pub(super) words: Words,
}

/// The words that fill sentences.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub(super) when: Vec<String>,
    pub(super) kin: Vec<String>,
    pub(super) trade: Vec<String>,
    pub(super) thing: Vec<String>,
    /// What else people bring in: many, so that wording spreads as in real text.
    pub(super) object: Vec<String>,
    pub(super) illness: Vec<String>,
}

/// What the office writes while it handles a petition.
#[derive(Debug)]
pub(super) struct Steps {
    pub(super) slips: Slips,
    pub(super) remarks: Remarks,
    pub(super) work: Work,
    /// Other bodies, by their type.
    pub(super) bodies: Vec<Vec<Elsewhere>>,
    pub(super) result: ResultWords,
}

/// Another body with its type.
#[derive(Debug, Clone)]
pub(super) struct Elsewhere(pub(super) BodyType, pub(super) String);

/// Grounds on a slip, by where it leads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slips {
    pub(super) accept: Vec<String>,
    pub(super) again: Vec<String>,
    pub(super) refuse: Vec<String>,
    pub(super) elsewhere: Vec<String>,
    pub(super) file: Vec<String>,
}

/// What those who agree, approve or send back add.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remarks {
    pub(super) agree: Vec<String>,
    pub(super) back: Vec<String>,
    pub(super) approve: Vec<String>,
    pub(super) draft_back: Vec<String>,
}

/// What the units write.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    pub(super) complaint: Vec<String>,
    pub(super) denunciation: Vec<String>,
    pub(super) suggestion: Vec<String>,
    pub(super) extension: Vec<String>,
    pub(super) denied: Vec<String>,
    pub(super) draft: Vec<String>,
    pub(super) withdrawn: Vec<String>,
}

/// Where a result goes, by kind, and where it is made public.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultWords {
    pub(super) complaint: Vec<String>,
    pub(super) denunciation: Vec<String>,
    pub(super) suggestion: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) portal: String,
    pub(super) network: String,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) people: People,
    pub(super) places: Places,
    /// Syllables with a capital, of which small places and businesses are named.
    pub(super) syllables: Vec<String>,
    pub(super) topics: Vec<Topic>,
    /// Positions in `topics`, by how often a petition of the kind is about them.
    by_kind: Vec<(Kind, Weighted<usize>)>,
    pub(super) prose: Prose,
    pub(super) steps: Steps,
}

impl Stock {
    /// Reads what is compiled in.
    pub(super) fn load() -> Result<Self, StockError> {
        let places: Places = toml::from_str(PLACES)?;
        let rows: TopicRows = toml::from_str(TOPICS)?;
        let mut topics = Vec::new();
        let mut weights = Vec::new();
        for row in rows.topic {
            let unknown = |code: &str| StockError::Code(code.to_owned());
            let kind = Kind::from_code(&row.kind).ok_or_else(|| unknown(&row.kind))?;
            weights.push((kind, topics.len(), row.weight));
            topics.push(Topic {
                field: Field::from_code(&row.field).ok_or_else(|| unknown(&row.field))?,
                units: row.units,
                respondents: templates(&row.respondents)?,
                summaries: templates(&row.summaries)?,
                details: templates(&row.details)?,
                requests: templates(&row.requests)?,
            });
        }
        let of_kind = |kind: Kind| {
            let of = weights.iter().filter(|(k, _, _)| *k == kind).map(|(_, at, w)| (*at, *w));
            (kind, of.collect::<Vec<_>>().into())
        };
        Ok(Self {
            people: toml::from_str(PEOPLE)?,
            syllables: syllables(&places.onsets, &places.rhymes),
            places,
            by_kind: Kind::ALL.iter().copied().map(of_kind).collect(),
            topics,
            prose: toml::from_str::<ProseRows>(PROSE)?.read()?,
            steps: toml::from_str::<StepRows>(STEPS)?.read()?,
        })
    }

    /// What a petition of this kind is about: a position in [`topics`](Self::topics).
    pub(super) fn topic(&self, kind: Kind, random: &mut Random) -> usize {
        let of_kind = self.by_kind.iter().find(|(k, _)| *k == kind);
        of_kind.and_then(|(_, topics)| topics.pick(random)).copied().unwrap_or(0)
    }
}

#[derive(Debug, Deserialize)]
struct TopicRows {
    topic: Vec<TopicRow>,
}

#[derive(Debug, Deserialize)]
struct TopicRow {
    kind: String,
    field: String,
    weight: u32,
    units: Vec<String>,
    #[serde(default)]
    respondents: Vec<String>,
    summaries: Vec<String>,
    details: Vec<String>,
    requests: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepRows {
    slips: Slips,
    remarks: Remarks,
    work: Work,
    bodies: Vec<BodyRow>,
    result: ResultWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyRow {
    kind: String,
    names: Vec<String>,
}

impl StepRows {
    fn read(self) -> Result<Steps, StockError> {
        let bodies = self.bodies.into_iter().map(|row| {
            let kind = BodyType::from_code(&row.kind).ok_or(StockError::Code(row.kind))?;
            Ok(row.names.into_iter().map(|name| Elsewhere(kind, name)).collect())
        });
        Ok(Steps {
            bodies: bodies.collect::<Result<_, StockError>>()?,
            slips: self.slips,
            remarks: self.remarks,
            work: self.work,
            result: self.result,
        })
    }
}

#[derive(Debug, Deserialize)]
struct ProseRows {
    openings: Vec<String>,
    history: Vec<String>,
    circumstances: Vec<String>,
    arguments: Vec<String>,
    closings: Vec<String>,
    repeats: Vec<String>,
    repeat_notes: Vec<String>,
    officer_notes: Vec<String>,
    enclosures: Vec<String>,
    words: Words,
}

impl ProseRows {
    fn read(self) -> Result<Prose, StockError> {
        let (history, circumstances) = (templates(&self.history)?, templates(&self.circumstances)?);
        Ok(Prose {
            openings: templates(&self.openings)?,
            middles: [history, circumstances, templates(&self.arguments)?],
            closings: templates(&self.closings)?,
            repeats: templates(&self.repeats)?,
            repeat_notes: templates(&self.repeat_notes)?,
            officer_notes: self.officer_notes,
            enclosures: self.enclosures,
            words: self.words,
        })
    }
}

fn templates(texts: &[String]) -> Result<Vec<Template>, StockError> {
    texts.iter().map(|text| Template::parse(text)).collect()
}

/// Every onset before every rhyme, spelled as Vietnamese does and with a capital; the order mixes both.
fn syllables(onsets: &[String], rhymes: &[String]) -> Vec<String> {
    let turns = onsets.len() * rhymes.len();
    (0..turns)
        .map(|i| {
            spelled(&onsets[i % onsets.len()], &rhymes[(i * 7 + i / onsets.len()) % rhymes.len()])
        })
        .collect()
}

fn spelled(onset: &str, rhyme: &str) -> String {
    let vowel = crate::domain::text::fold(rhyme);
    let before_front = vowel.starts_with(['e', 'i']);
    let onset = match onset {
        "c" if vowel.starts_with("uy") || vowel.starts_with("ua") && vowel.len() > 2 => "q",
        "c" if before_front => "k",
        "g" if before_front => "gh",
        "ng" if before_front => "ngh",
        other => other,
    };
    let mut letters = onset.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(rhyme.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_stock_reads_and_no_list_is_empty() {
        let stock = Stock::load().unwrap();
        assert!(stock.syllables.len() > 1_000);
        assert_eq!(stock.places.months.len(), 12);
        for topic in &stock.topics {
            let lists = [&topic.summaries, &topic.details, &topic.requests];
            assert!(!topic.units.is_empty() && lists.iter().all(|list| !list.is_empty()));
        }
        let mut random = Random::new(3);
        for kind in Kind::ALL {
            assert!(stock.by_kind.iter().any(|(k, t)| k == kind && t.pick(&mut random).is_some()));
        }
    }

    #[test]
    fn made_up_syllables_are_spelled_as_vietnamese() {
        let rows =
            [("c", "ép", "Kép"), ("ng", "im", "Nghim"), ("c", "uyên", "Quyên"), ("đ", "á", "Đá")];
        for (onset, rhyme, syllable) in rows {
            assert_eq!(spelled(onset, rhyme), syllable);
        }
    }
}
