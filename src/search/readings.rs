//! The readings of a query, one after the other until one finds something.
//!
//! As typed; decoded from raw keystrokes; with one slip of the hand in a name; all words anywhere; with a slip in a
//! word that no petition has; without the words that spoil it. What a stricter reading found is never mixed with what
//! a looser one would. Used by `searcher`.

use std::cmp::Reverse;

use tantivy::Term;

use super::collect::{Clause, Found, View};
use super::dictionary;
use super::error::SearchError;
use super::query::{Phrase, Query, QueryWord, Reading, TextsOf, joined};
use super::searcher::{Hint, Meaning};
use super::tiers::{Tiers, pairs_of};
use crate::domain::id::PetitionId;
use crate::domain::keystroke;
use crate::domain::reference::Reference;
use crate::domain::syllable::{self, Key};
use crate::domain::text;

/// Spellings of one word that are tried.
const SPELLINGS: usize = 8;
/// Words of a query in which a slip is looked for.
const SLIP_WORDS: usize = 8;
/// Single words that are left out by turns.
const LEFT_OUT: usize = 8;

/// Hits of a quoted phrase among which the exactly written ones are put first.
pub(super) const QUOTED: usize = 40;

/// A query on its snapshot.
pub(super) struct Asked<'q> {
    pub(super) view: &'q View<'q>,
    pub(super) query: &'q Query<'q>,
    pub(super) wanted: usize,
}

/// What the query came to.
pub(super) struct Outcome {
    pub(super) found: Vec<Found>,
    pub(super) meaning: Meaning,
    pub(super) hint: Option<Hint>,
    /// Nothing more is there.
    pub(super) complete: bool,
}

/// A reading with its references looked up.
struct Resolved {
    base: Vec<Clause>,
    quotes: bool,
    prefer: Vec<Clause>,
    words: Vec<QueryWord>,
    open: bool,
}

impl<'q> Asked<'q> {
    /// The first reading that finds something, or the last.
    pub(super) fn answer(&self, reading: &Reading) -> Result<Outcome, SearchError> {
        let typed = self.resolve(reading)?;
        let mut first = self.tiers(&typed);
        self.own_number(reading, &mut first)?;
        first.narrow()?;
        self.verify(reading, &mut first);
        if !first.found.is_empty() {
            return Self::complete(first, typed.open, None);
        }
        let decoded = self.decoded()?;
        if let Some((resolved, text)) = &decoded {
            let mut tiers = self.tiers(resolved);
            tiers.narrow()?;
            if !tiers.found.is_empty() {
                return Self::complete(tiers, resolved.open, Some(Hint::Decoded(text.clone())));
            }
        }
        if let Some(outcome) = self.slip_in_a_name(&typed)? {
            return Ok(outcome);
        }
        let ways = [
            (Some(&typed), None),
            (decoded.as_ref().map(|d| &d.0), decoded.as_ref().map(|d| &d.1)),
        ];
        for (resolved, text) in ways {
            let Some(resolved) = resolved.filter(|r| !r.words.is_empty()) else { continue };
            let mut tiers = self.tiers(resolved);
            tiers.wide(resolved.open)?;
            self.verify(reading, &mut tiers);
            if !tiers.found.is_empty() {
                return Self::complete(tiers, resolved.open, text.cloned().map(Hint::Decoded));
            }
        }
        self.last_resorts(reading, &typed)
    }

    fn last_resorts(&self, reading: &Reading, typed: &Resolved) -> Result<Outcome, SearchError> {
        if let Some(outcome) = self.slip_anywhere(typed)? {
            return Ok(outcome);
        }
        if !reading.phrases.is_empty() {
            let mut plain = reading.clone();
            plain.words.extend(plain.phrases.drain(..).flat_map(|phrase| phrase.words));
            let mut outcome = self.answer(&plain)?;
            if !outcome.found.is_empty() {
                outcome.hint = Some(Hint::NotAsPhrase);
            }
            return Ok(outcome);
        }
        self.without_some_words(typed)
    }

    fn decoded(&self) -> Result<Option<(Resolved, String)>, SearchError> {
        let Some(text) = keystroke::decoded(self.query.text) else { return Ok(None) };
        let resolved = self.resolve(&Reading::of(&text, self.query.as_you_type))?;
        Ok(Some((resolved, text)))
    }

    /// Drops hits whose text does not hold the quoted phrases, and puts those first that hold them sign for sign.
    fn verify(&self, reading: &Reading, tiers: &mut Tiers<'_>) {
        let Some(texts_of) = self.query.texts_of.filter(|_| !reading.phrases.is_empty()) else {
            return;
        };
        tiers.was_full = tiers.is_full();
        // Where more hits follow than are counted, a page of the best is all that needs to be looked at.
        let shown = if tiers.was_full { self.query.offset + self.query.limit } else { usize::MAX };
        let mut hits = std::mem::take(&mut tiers.found).into_iter();
        let (mut held, mut best) = (Vec::with_capacity(hits.len()), 0);
        while best < shown
            && let Some(hit) = hits.next()
        {
            let how = PetitionId::from_key(hit.key).and_then(|id| holds(reading, id, texts_of));
            best += usize::from(how == Some(Holds::SignForSign));
            held.extend(how.map(|how| (hit, how)));
        }
        // Only among the first, which every page of this query sees alike.
        let first = held.len().min(QUOTED);
        held[..first].sort_by_key(|(_, how)| *how);
        tiers.found.extend(held.into_iter().map(|(hit, _)| hit).chain(hits));
    }

    fn tiers(&self, resolved: &Resolved) -> Tiers<'q> {
        Tiers {
            view: self.view,
            base: resolved.base.clone(),
            quotes: resolved.quotes,
            prefer: resolved.prefer.clone(),
            words: resolved.words.clone(),
            wanted: self.wanted,
            found: Vec::new(),
            order: self.query.order,
            was_full: false,
            by_beginning: false,
        }
    }

    /// A petition's own number means that petition and nothing else.
    fn own_number(&self, reading: &Reading, tiers: &mut Tiers<'_>) -> Result<(), SearchError> {
        if let Some(number) = reading.number {
            let term = Term::from_field_u64(self.view.snapshot.fields.id, number.key());
            let own = vec![Clause::One(term)];
            if !self.view.newest(&own, 1, &[])?.is_empty() {
                (tiers.base, tiers.words) = (own, Vec::new());
            }
        }
        Ok(())
    }

    /// Fills the page of a reading that found something.
    fn complete(
        mut tiers: Tiers<'_>,
        open: bool,
        hint: Option<Hint>,
    ) -> Result<Outcome, SearchError> {
        // While typing, what is narrowly found is shown at once: the wide tiers are the slow ones.
        let hurried = open && !tiers.found.is_empty();
        if !(tiers.is_full() || hurried || tiers.words.is_empty()) {
            tiers.wide(open)?;
        }
        let complete = !(tiers.is_full() || tiers.was_full || hurried);
        let meaning = Meaning::of(&tiers, open);
        Ok(Outcome { found: tiers.found, meaning, hint, complete })
    }

    /// Looks the references up; those that no petition quotes are words again.
    fn resolve(&self, reading: &Reading) -> Result<Resolved, SearchError> {
        let fields = self.view.snapshot.fields;
        let mut base = Vec::new();
        let mut words = reading.words.clone();
        for quoted in reading.references.iter().rev() {
            match self.reference(&quoted.mention.reference)? {
                Some(clause) => base.push(clause),
                None => quoted.put_back(&mut words),
            }
        }
        base.extend(reading.phrases.iter().flat_map(|phrase| pairs_of(&phrase.words, fields)));
        let marked =
            reading.phrases.iter().flat_map(|phrase| &phrase.words).filter(|word| word.marked);
        let prefer = marked.map(|word| Clause::text(fields.all_x, &word.exact)).collect();
        let quotes = !reading.phrases.is_empty();
        Ok(Resolved { base, quotes, prefer, words, open: reading.open })
    }

    /// The term of a reference: as said, or any longer number that begins so.
    fn reference(&self, reference: &Reference) -> Result<Option<Clause>, SearchError> {
        let snapshot = self.view.snapshot;
        let field = snapshot.fields.reference;
        let token = reference.token();
        if self.view.frequency(field, &token)? > 0 {
            return Ok(Some(Clause::text(field, &token)));
        }
        match reference {
            Reference::Document { number: _, symbol: _ } => {
                let mut longer = Vec::new();
                for one in dictionary::beginning_with(snapshot, field, &token, 16)? {
                    longer.extend((self.view.frequency(field, &one)? > 0).then_some(one));
                }
                Ok((!longer.is_empty())
                    .then(|| Clause::any(field, longer.iter().map(String::as_str))))
            }
            Reference::Plot { plot: _, sheet: _ } | Reference::Sheet(_) => Ok(None),
        }
    }

    /// One word respelled to a word of names: anywhere if no petition has it, else only where somebody is called so.
    fn slip_in_a_name(&self, typed: &Resolved) -> Result<Option<Outcome>, SearchError> {
        if typed.words.is_empty() || typed.words.len() > SLIP_WORDS {
            return Ok(None);
        }
        let snapshot = self.view.snapshot;
        let mut spellings: Vec<Tiers<'_>> = Vec::new();
        for at in 0..typed.words.len() {
            let word = &typed.words[at].folded;
            let known = self.view.frequency(snapshot.fields.all_f, word)? > 0;
            for spelling in
                dictionary::one_slip_away(snapshot, snapshot.fields.name_f, word, SPELLINGS)?
            {
                let mut tiers = self.tiers(typed);
                tiers.words[at] = respelled(&typed.words[at], &spelling);
                let whole = joined(&tiers.words, Key::Folded);
                if !known || self.view.frequency(snapshot.fields.name_kf, &whole)? > 0 {
                    tiers.narrow()?;
                    spellings.extend(Some(tiers).filter(|tiers| !tiers.found.is_empty()));
                }
            }
        }
        let Some(first) = spellings.first() else { return Ok(None) };
        let hint = Some(Hint::Corrected(raw(&first.words)));
        let meaning = Meaning::of(first, typed.open);
        let lists: Vec<&[Found]> = spellings.iter().map(|tiers| tiers.found.as_slice()).collect();
        let found = by_turns(&lists, self.wanted);
        Ok(Some(Outcome { complete: found.len() < self.wanted, found, meaning, hint }))
    }

    /// Words that no petition has, each as any word one slip away.
    fn slip_anywhere(&self, typed: &Resolved) -> Result<Option<Outcome>, SearchError> {
        let snapshot = self.view.snapshot;
        let all_f = snapshot.fields.all_f;
        let mut tiers = self.tiers(typed);
        let (mut either, mut kept) = (Vec::new(), Vec::new());
        let mut spellings = Vec::new();
        for (at, word) in typed.words.iter().enumerate() {
            if either.len() >= SLIP_WORDS || self.view.frequency(all_f, &word.folded)? > 0 {
                kept.push(word.folded.clone());
                continue;
            }
            let ways = dictionary::one_slip_away(snapshot, all_f, &word.folded, SPELLINGS)?;
            if ways.is_empty() {
                return Ok(None);
            }
            either.push(Clause::any(all_f, ways.iter().map(String::as_str)));
            spellings.push((at, ways));
        }
        if either.is_empty() {
            return Ok(None);
        }
        let mut clauses: Vec<Clause> = tiers.base.iter().chain(&either).cloned().collect();
        clauses.extend(kept.iter().map(|word| Clause::text(all_f, word)));
        tiers.found = self.view.ranked(&clauses, self.wanted, &[])?;
        if tiers.found.is_empty() {
            return Ok(None);
        }
        for (at, ways) in spellings {
            if let Some(way) = self.spelling_in(&tiers.found, &ways)? {
                tiers.words[at] = respelled(&typed.words[at], way);
            }
        }
        let hint = Some(Hint::Corrected(raw(&tiers.words)));
        let complete = !tiers.is_full();
        let meaning = Meaning::of(&tiers, false).with_either(either, kept);
        Ok(Some(Outcome { found: tiers.found, meaning, hint, complete }))
    }

    /// The first of several spellings that stands in a hit: the hint names none that this reader can't find.
    fn spelling_in<'w>(
        &self,
        hits: &[Found],
        ways: &'w [String],
    ) -> Result<Option<&'w String>, SearchError> {
        let fields = self.view.snapshot.fields;
        let ids = hits.iter().map(|hit| Term::from_field_u64(fields.id, hit.key)).collect();
        let shown = Clause::Any(ids);
        for way in ways {
            let clauses = [shown.clone(), Clause::text(fields.all_f, way)];
            if !self.view.newest(&clauses, 1, &[])?.is_empty() {
                return Ok(Some(way));
            }
        }
        Ok(None)
    }

    /// Without the words that no petition has; then without one more, the rarest first; then without several.
    fn without_some_words(&self, typed: &Resolved) -> Result<Outcome, SearchError> {
        for without in self.left_out(typed)? {
            let mut tiers = self.tiers(typed);
            tiers.words = kept(&typed.words, &without);
            tiers.narrow()?;
            if tiers.found.is_empty() && !tiers.words.is_empty() {
                tiers.wide(false)?;
            }
            if !tiers.found.is_empty() {
                let words = without.iter().map(|at| typed.words[*at].raw.clone()).collect();
                return Self::complete(tiers, false, Some(Hint::LeftOut(words)));
            }
        }
        let meaning = Meaning::of(&self.tiers(typed), false);
        Ok(Outcome { found: Vec::new(), meaning, hint: Some(Hint::NothingFound), complete: true })
    }

    /// Sets of words to leave out, in the order in which they are tried.
    fn left_out(&self, typed: &Resolved) -> Result<Vec<Vec<usize>>, SearchError> {
        let all_f = self.view.snapshot.fields.all_f;
        let mut counts = Vec::with_capacity(typed.words.len());
        for (at, word) in typed.words.iter().enumerate() {
            counts.push((self.view.frequency(all_f, &word.folded)?, Reverse(at)));
        }
        counts.sort_unstable();
        let order: Vec<usize> = counts.iter().map(|(_, at)| at.0).collect();
        let unknown = counts.iter().take_while(|(count, _)| *count == 0).count();
        let mut sets = vec![order[..unknown].to_vec()];
        let singly = order.iter().skip(unknown).take(LEFT_OUT);
        sets.extend(singly.map(|at| order[..unknown].iter().copied().chain([*at]).collect()));
        sets.extend((unknown + 2..=order.len()).map(|count| order[..count].to_vec()));
        // Leaving out everything means something only where a reference or phrase stays.
        let most = if typed.base.is_empty() { order.len().saturating_sub(1) } else { order.len() };
        sets.retain(|set| (1..=most).contains(&set.len()));
        Ok(sets)
    }
}

/// How a text holds a phrase: the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    /// With the same letters, marks and signs.
    SignForSign,
    /// With the same words.
    WordForWord,
}

/// How a petition's texts hold all phrases of a query, if they do; the first texts that hold them decide.
fn holds(reading: &Reading, id: PetitionId, texts_of: &TextsOf<'_>) -> Option<Holds> {
    let mut best: Vec<Option<Holds>> = vec![None; reading.phrases.len()];
    texts_of(id, &mut |text| {
        for (phrase, best) in reading.phrases.iter().zip(&mut best) {
            let how = holds_phrase(text, phrase);
            *best = best.map_or(how, |old| Some(how.map_or(old, |how| how.min(old))));
        }
        best.iter().all(Option::is_some)
    });
    best.into_iter().collect::<Option<Vec<Holds>>>()?.into_iter().max()
}

fn holds_phrase(text: &str, phrase: &Phrase) -> Option<Holds> {
    // Most that is quoted was copied: then nothing needs to be folded.
    if stands_as_typed(text, &phrase.raw) {
        return Some(Holds::SignForSign);
    }
    let wanted = format!(" {} ", joined(&phrase.words, Key::Folded));
    let stands = format!(" {} ", syllable::phrase_key(text, Key::Folded)).contains(&wanted);
    let is_same = || written(text).contains(&written(&phrase.raw));
    stands.then(|| if is_same() { Holds::SignForSign } else { Holds::WordForWord })
}

/// Whether the bytes of a phrase stand between the borders of words.
fn stands_as_typed(text: &str, phrase: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c);
    text.match_indices(phrase).any(|(at, _)| {
        let (before, after) =
            (text[..at].chars().next_back(), text[at + phrase.len()..].chars().next());
        !before.is_some_and(in_word) && !after.is_some_and(in_word)
    })
}

/// Composed, in small letters and with single blanks: what is meant by the same writing.
fn written(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    text::nfc(&words.join(" ")).to_lowercase()
}

/// The best of each list, then the second of each: which spelling was meant is not known.
fn by_turns(lists: &[&[Found]], wanted: usize) -> Vec<Found> {
    let longest = lists.iter().map(|list| list.len()).max().unwrap_or(0);
    let turns = (0..longest).flat_map(|turn| lists.iter().filter_map(move |list| list.get(turn)));
    let mut out: Vec<Found> = Vec::new();
    for found in turns {
        if out.len() < wanted && !out.iter().any(|other| other.key == found.key) {
            out.push(*found);
        }
    }
    out
}

fn respelled(word: &QueryWord, spelling: &str) -> QueryWord {
    let spelling = || spelling.to_owned();
    let (raw, folded, exact) = (spelling(), spelling(), spelling());
    QueryWord { raw, folded, exact, marked: false, follows: word.follows }
}

fn kept(words: &[QueryWord], without: &[usize]) -> Vec<QueryWord> {
    let mut out: Vec<QueryWord> = Vec::with_capacity(words.len());
    let mut gap = false;
    for (at, word) in words.iter().enumerate() {
        if without.contains(&at) {
            gap = true;
        } else {
            out.push(QueryWord { follows: word.follows && !gap, ..word.clone() });
            gap = false;
        }
    }
    out
}

fn raw(words: &[QueryWord]) -> String {
    words.iter().map(|word| word.raw.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_stands_between_the_borders_of_words() {
        let text = "Đề nghị mở đường, cấp đất ở 12a; mở Đường";
        for (typed, how) in [
            ("nghị mở", Some(Holds::SignForSign)),
            ("đường, cấp", Some(Holds::SignForSign)),
            ("MỞ ĐƯỜNG", Some(Holds::SignForSign)),
            ("đường cấp", Some(Holds::WordForWord)),
            ("cap dat o", Some(Holds::WordForWord)),
            ("hị mở", None),
            ("đất ở 12", None),
            ("đường đất", None),
        ] {
            let reading = Reading::of(&format!("\"{typed}\""), false);
            assert_eq!(holds_phrase(text, &reading.phrases[0]), how, "{typed}");
        }
    }

    #[test]
    fn each_phrase_stands_in_one_of_the_texts() {
        let shown = ["Đề nghị mở đường", "Lê Thị Lan"];
        let texts_of = |_: PetitionId, is_enough: &mut dyn FnMut(&str) -> bool| {
            shown.iter().any(|text| is_enough(text));
        };
        let how = |typed| {
            let id = PetitionId { year: 2017, serial: 1 };
            holds(&Reading::of(typed, false), id, &texts_of)
        };
        assert_eq!(how("\"mở đường\" \"Thị Lan\""), Some(Holds::SignForSign));
        assert_eq!(how("\"mở đường\" \"thi lan\""), Some(Holds::WordForWord));
        assert_eq!(how("\"đường Lê\""), None);
    }
}
