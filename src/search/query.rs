//! What is asked, and how a typed text is read.
//!
//! Owns the reading of a text into quoted phrases, references and words: any string has a reading, there is no syntax
//! to get wrong. An unmatched quote is a blank. Nothing here looks at the index.
//! Built by `app::find`; taken apart by `searcher`.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::domain::id::{PetitionId, UnitId};
use crate::domain::petition::Kind;
use crate::domain::reference::{self, Mention};
use crate::domain::syllable::{self, Key};

/// A memory column that decides whether a petition may be a hit.
pub type Accept<'a> = dyn Fn(PetitionId) -> bool + 'a;
/// Shows the stored texts of a petition one by one, the content first, until told that it is enough: a quoted phrase is
/// verified in them, and stands within one of them.
pub type TextsOf<'a> = dyn Fn(PetitionId, &mut dyn FnMut(&str) -> bool) + 'a;

/// What the hits are limited to.
#[derive(Default, Clone)]
pub struct Filters<'a> {
    /// Kinds wanted; empty is all.
    pub kinds: Vec<Kind>,
    /// Units whose petitions are wanted *and* may be seen; `None` is all, petitions of no unit included.
    pub units: Option<Vec<UnitId>>,
    /// Days of receipt, both included.
    pub received: Option<RangeInclusive<NaiveDate>>,
    /// What only memory columns know: status, permission.
    pub accept: Option<&'a Accept<'a>>,
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Best first.
    #[default]
    Relevance,
    /// Latest receipt first.
    Newest,
}

/// A search.
#[derive(Default, Clone)]
pub struct Query<'a> {
    /// What was typed.
    pub text: &'a str,
    /// The last word is still being typed.
    pub as_you_type: bool,
    /// Limits.
    pub filters: Filters<'a>,
    /// Order of the hits.
    pub order: Order,
    /// Hits wanted, at most [`PAGE_MAX`].
    pub limit: usize,
    /// Hits to pass over.
    pub offset: usize,
    /// For quoted phrases; without it they are matched by pairs of words.
    pub texts_of: Option<&'a TextsOf<'a>>,
}

/// Most hits of one page.
pub const PAGE_MAX: usize = 200;
/// The farthest hit that can be paged to.
pub(super) const DEEPEST: usize = 2_000;
/// Longest text that is read, in bytes; words after it are ignored.
const TEXT_MAX: usize = 600;
/// Most words that are read.
const WORDS_MAX: usize = 40;

/// A word of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryWord {
    /// As typed.
    pub(super) raw: String,
    pub(super) folded: String,
    pub(super) exact: String,
    /// Typed with a mark: it was meant.
    pub(super) marked: bool,
    /// Follows the word before it directly, so that the two are a pair.
    pub(super) follows: bool,
}

/// A reference of the query and how it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    pub(super) mention: Mention,
    /// The words that say it.
    said: Vec<QueryWord>,
    /// Its place among the other words.
    at: usize,
}

impl Quoted {
    /// Makes plain words of it again. References are put back from the last to the first.
    pub(super) fn put_back(&self, words: &mut Vec<QueryWord>) {
        let at = self.at.min(words.len());
        if let Some(next) = words.get_mut(at) {
            next.follows = true;
        }
        let mut said = self.said.clone();
        if let Some(first) = said.first_mut() {
            first.follows = at > 0;
        }
        words.splice(at..at, said);
    }
}

/// A quoted phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// As typed, with its signs.
    pub(super) raw: String,
    pub(super) words: Vec<QueryWord>,
}

/// A typed text, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Quoted phrases of two words or more.
    pub(super) phrases: Vec<Phrase>,
    /// References, in order.
    pub(super) references: Vec<Quoted>,
    /// The other words, in order.
    pub(super) words: Vec<QueryWord>,
    /// A petition's own number.
    pub(super) number: Option<PetitionId>,
    /// The last word may go on.
    pub(super) open: bool,
}

impl Reading {
    /// Reads what was typed.
    pub(super) fn of(text: &str, as_you_type: bool) -> Self {
        let text = clipped(text);
        let mut reading = Self { number: text.parse().ok(), ..Self::default() };
        for (part, quoted) in parts(text) {
            if quoted {
                reading.add_phrase(part);
            } else {
                reading.add_plain(part);
            }
        }
        reading.words.truncate(WORDS_MAX);
        let ends_in_word = text.chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '"');
        reading.open = as_you_type && ends_in_word && !reading.words.is_empty();
        reading
    }

    /// Nothing to search by.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.references.is_empty()
    }

    fn add_phrase(&mut self, part: &str) {
        let words = query_words(part);
        if words.len() > 1 {
            self.phrases.push(Phrase { raw: part.trim().to_owned(), words });
        } else {
            self.words.extend(words);
        }
    }

    fn add_plain(&mut self, part: &str) {
        let mut from = 0;
        for mention in reference::mentions(part) {
            // Several plots of one sheet share their words.
            let shared = mention.span.start < from;
            let said = if shared { "" } else { &part[mention.span.clone()] };
            if !shared {
                self.words.extend(query_words(&part[from..mention.span.start]));
                from = mention.span.end;
            }
            let (said, at) = (query_words(said), self.words.len());
            self.references.push(Quoted { mention, said, at });
        }
        self.words.extend(query_words(&part[from..]));
    }
}

/// The words of a stretch of text; the first follows nothing.
fn query_words(text: &str) -> Vec<QueryWord> {
    let words = syllable::words(text).take(WORDS_MAX);
    words
        .enumerate()
        .map(|(at, word)| QueryWord {
            raw: word.raw.to_owned(),
            folded: syllable::folded(word.raw),
            exact: syllable::exact(word.raw),
            marked: syllable::is_marked(word.raw),
            follows: at > 0,
        })
        .collect()
}

/// The words of a phrase, folded and exact, joined.
pub(super) fn joined(words: &[QueryWord], key: Key) -> String {
    let keys: Vec<&str> = words
        .iter()
        .map(|word| match key {
            Key::Folded => word.folded.as_str(),
            Key::Exact => word.exact.as_str(),
        })
        .collect();
    keys.join(" ")
}

/// The text cut into what is quoted and what is not.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let quotes: Vec<(usize, usize)> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '"' | '“' | '”' | '„' | '«' | '»'))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .collect();
    let mut out = Vec::new();
    let mut from = 0;
    for pair in quotes.chunks_exact(2) {
        out.push((&text[from..pair[0].0], false));
        out.push((&text[pair[0].1..pair[1].0], true));
        from = pair[1].1;
    }
    out.push((&text[from..], false));
    out
}

fn clipped(text: &str) -> &str {
    if text.len() <= TEXT_MAX { text } else { &text[..text.floor_char_boundary(TEXT_MAX)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(words: &[QueryWord]) -> String {
        joined(words, Key::Folded)
    }

    #[test]
    fn a_text_is_read_into_its_parts() {
        let reading = Reading::of("\"trồng trên thửa 261\" 3453/qd-ubnd Lê Lợi", false);
        assert_eq!(folded(&reading.phrases[0].words), "trong tren thua 261");
        assert_eq!(reading.references[0].mention.reference.token(), "d:3453qdubnd");
        assert_eq!(folded(&reading.words), "le loi");
        assert!(reading.words[0].marked && !reading.words[0].follows && reading.words[1].follows);
        assert_eq!(
            Reading::of("2017/0412", false).number,
            Some(PetitionId { year: 2017, serial: 412 })
        );
    }

    #[test]
    fn unmatched_quotes_and_signs_are_blanks() {
        assert_eq!(folded(&Reading::of("\"le loi", false).words), "le loi");
        assert!(Reading::of(" \"\" :*-() 🙂 ", true).is_empty());
        assert!(Reading::of("le lo", true).open && !Reading::of("le lo ", true).open);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_reading(text in "(\\PC|\"|thua |[0-9/]){0,80}") {
            let reading = Reading::of(&text, true);
            proptest::prop_assert!(reading.words.len() <= WORDS_MAX);
        }
    }
}
