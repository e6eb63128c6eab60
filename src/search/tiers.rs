//! The order of hits: tiers from the narrowest conjunction to the widest, each filling what the page still lacks.
//!
//! A whole name stands above a name that begins so, above a name with these words, above name and ward, name and
//! matter, the phrase, and last all words anywhere; marked before unmarked where marks were typed. Every tier is one
//! pure conjunction (or a few, one after the other), because only those are pruned: one query with weights was 5–29
//! times slower. Used by `searcher` for one reading of a query.

use super::analyzer::pair;
use super::collect::{Clause, Found, View};
use super::dictionary;
use super::document::without_kind;
use super::error::SearchError;
use super::query::{Order, QueryWord, joined};
use super::schema::Fields;
use crate::domain::syllable::Key;

/// Names longer than this are not looked for inside a query, in words.
const NAME_WORDS: usize = 6;
/// Queries longer than this, in words, are text and not a name with something.
const SPLIT_WORDS: usize = 14;
/// Ends of an unfinished word that are tried one after the other.
const ENDINGS: usize = 12;

/// How people are spoken of before their name.
const TITLES: [&str; 6] = ["ong", "ba", "anh", "chi", "co", "chu"];

/// One reading on its way through the tiers.
pub(super) struct Tiers<'v> {
    pub(super) view: &'v View<'v>,
    /// References and phrases: they must hold in every tier.
    pub(super) base: Vec<Clause>,
    /// There are phrases in `base`; without them it is references, of which the latest comes first.
    pub(super) quotes: bool,
    /// How the phrases were marked: such hits come first.
    pub(super) prefer: Vec<Clause>,
    /// The words, in order.
    pub(super) words: Vec<QueryWord>,
    /// Hits wanted in all.
    pub(super) wanted: usize,
    /// Hits so far, best first.
    pub(super) found: Vec<Found>,
    /// How the hits are shown. Newest first, the tiers only tell how the words are meant: one hit is enough for that.
    pub(super) order: Order,
    /// Hits were as many as wanted before those were dropped that don't hold a phrase.
    pub(super) was_full: bool,
    /// Some hits hold only with the last word as a beginning.
    pub(super) by_beginning: bool,
}

/// How the hits of a tier are ordered among themselves.
#[derive(Clone, Copy)]
enum By {
    Score,
    Day,
}

impl Tiers<'_> {
    /// The tiers that leave little doubt about what was meant: names, references, phrases.
    pub(super) fn narrow(&mut self) -> Result<(), SearchError> {
        if self.words.is_empty() {
            if !self.prefer.is_empty() {
                self.fill(self.prefer.clone(), By::Score)?;
            }
            let by = if self.quotes { By::Score } else { By::Day };
            return self.fill(Vec::new(), by);
        }
        self.leave_title_out()?;
        self.whole_names()?;
        self.name_beginnings()?;
        if self.order == Order::Newest {
            self.wanted = self.found.len().max(1);
        }
        self.words_of_names()?;
        self.name_with_ward_or_matter()?;
        self.pairs()
    }

    /// All words, anywhere; then the last one as a beginning.
    pub(super) fn wide(&mut self, unfinished: bool) -> Result<(), SearchError> {
        let fields = self.fields();
        self.given_name_with_words()?;
        if self.is_marked() {
            self.fill(exact_words(&self.words, fields.all_x, fields.all_x), By::Score)?;
            if self.is_mixed() {
                self.fill(exact_words(&self.words, fields.all_x, fields.all_f), By::Score)?;
            }
        }
        self.fill(folded_words(&self.words, fields.all_f), By::Score)?;
        if unfinished || self.found.is_empty() { self.endings() } else { Ok(()) }
    }

    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= self.wanted
    }

    fn is_marked(&self) -> bool {
        self.words.iter().any(|word| word.marked)
    }

    /// Marks on some words only: the others may have been typed without.
    fn is_mixed(&self) -> bool {
        self.is_marked() && !self.words.iter().all(|word| word.marked)
    }

    fn fields(&self) -> Fields {
        self.view.snapshot.fields
    }

    fn fill(&mut self, clauses: Vec<Clause>, by: By) -> Result<(), SearchError> {
        if self.is_full() {
            return Ok(());
        }
        let mut all = self.base.clone();
        all.extend(clauses);
        let lacking = self.wanted - self.found.len();
        let mut more = match by {
            By::Score => self.view.ranked(&all, lacking, &self.found)?,
            By::Day => self.view.newest(&all, lacking, &self.found)?,
        };
        self.found.append(&mut more);
        Ok(())
    }

    fn whole_names(&mut self) -> Result<(), SearchError> {
        let fields = self.fields();
        if self.is_marked() {
            let exact = joined(&self.words, Key::Exact);
            self.fill(vec![Clause::text(fields.name_k, &exact)], By::Day)?;
        }
        let folded = joined(&self.words, Key::Folded);
        if let [_] = self.words.as_slice() {
            self.fill(vec![Clause::text(fields.given_f, &folded)], By::Day)?;
        }
        if self.is_mixed() {
            let mut marked = exact_words(&self.words, fields.name_x, fields.name_f);
            marked.push(Clause::text(fields.name_kf, &folded));
            self.fill(marked, By::Day)?;
        }
        self.fill(vec![Clause::text(fields.name_kf, &folded)], By::Day)
    }

    /// `ông Nguyễn Văn An`: a title before somebody's whole name is not searched for.
    fn leave_title_out(&mut self) -> Result<(), SearchError> {
        if let Some((title, name)) = self.words.split_first()
            && TITLES.contains(&title.folded.as_str())
            && self.whole_name(name)?.is_some()
        {
            self.words.remove(0);
        }
        Ok(())
    }

    /// Whole names that begin with all that was typed: first those in which only the last word goes on.
    fn name_beginnings(&mut self) -> Result<(), SearchError> {
        if self.words.len() < 2 || self.is_full() {
            return Ok(());
        }
        let fields = self.fields();
        let start = joined(&self.words, Key::Folded);
        let before = self.found.len();
        let mut names = dictionary::beginning_with(self.view.snapshot, fields.name_kf, &start, 64)?;
        names.sort_by_key(|name| name[start.len()..].contains(' '));
        for name in names {
            if name.len() > start.len() {
                self.fill(vec![Clause::text(fields.name_kf, &name)], By::Day)?;
            }
        }
        self.by_beginning |= self.found.len() > before;
        Ok(())
    }

    fn words_of_names(&mut self) -> Result<(), SearchError> {
        let fields = self.fields();
        if self.is_marked() {
            self.fill(exact_words(&self.words, fields.name_x, fields.name_x), By::Score)?;
            if self.is_mixed() {
                self.fill(exact_words(&self.words, fields.name_x, fields.name_f), By::Score)?;
            }
        }
        self.fill(folded_words(&self.words, fields.name_f), By::Score)
    }

    /// `do minh hung nhon ly`, `sua nam sinh tren giay quang`: the words cut in two, one part a name or a ward.
    fn name_with_ward_or_matter(&mut self) -> Result<(), SearchError> {
        if !(2..=SPLIT_WORDS).contains(&self.words.len()) || self.is_full() {
            return Ok(());
        }
        let words = self.words.clone();
        let cuts: Vec<(&[QueryWord], &[QueryWord])> = (1..words.len())
            .map(|at| words.split_at(at))
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .collect();
        let before = self.found.len();
        for (name, ward) in &cuts {
            if let (Some(name), Some(ward)) = (self.whole_name(name)?, self.ward(ward)?) {
                self.fill(vec![name, ward], By::Day)?;
            }
        }
        // Who is found so is found: the looser cuts would only add others.
        if self.found.len() > before {
            return Ok(());
        }
        for (name, rest) in &cuts {
            let Some(ward) = self.ward(rest)? else { continue };
            let mut parts = folded_words(name, self.fields().name_f);
            parts.push(ward);
            self.fill(parts, By::Score)?;
        }
        for (name, matter) in &cuts {
            let Some(name) = self.name_part(name)? else { continue };
            self.fill(with(pairs_of(matter, self.fields()), name), By::Score)?;
        }
        for (matter, ward) in &cuts {
            if let (Some(ward), true) = (self.ward(ward)?, matter.len() > 1) {
                self.fill(with(pairs_of(matter, self.fields()), ward), By::Score)?;
            }
        }
        Ok(())
    }

    /// A given name at either end, and the other words anywhere.
    fn given_name_with_words(&mut self) -> Result<(), SearchError> {
        let words = self.words.clone();
        let Some(((first, after), (last, before))) = words.split_first().zip(words.split_last())
        else {
            return Ok(());
        };
        for (name, rest) in [(last, before), (first, after)] {
            if let Some(given) =
                self.known(self.fields().given_f, &name.folded)?.filter(|_| rest.len() > 1)
            {
                self.fill(with(folded_words(rest, self.fields().all_f), given), By::Score)?;
            }
        }
        Ok(())
    }

    /// All words as they follow each other.
    fn pairs(&mut self) -> Result<(), SearchError> {
        if self.words.len() < 2 {
            return Ok(());
        }
        let fields = self.fields();
        let pairs = pairs_of(&self.words, fields);
        if self.is_marked() {
            let mut exact = exact_words(&self.words, fields.all_x, fields.all_f);
            exact.extend(pairs.clone());
            self.fill(exact, By::Score)?;
        }
        self.fill(pairs, By::Score)
    }

    /// The last word as the beginning of a longer one.
    fn endings(&mut self) -> Result<(), SearchError> {
        let fields = self.fields();
        let words = self.words.clone();
        let Some((last, rest)) = words.split_last().filter(|_| !self.is_full()) else {
            return Ok(());
        };
        let before = self.found.len();
        for (field, all) in [
            (fields.name_f, fields.name_f),
            (fields.bi_f, fields.all_f),
            (fields.all_f, fields.all_f),
        ] {
            let previous = rest.last().filter(|_| field == fields.bi_f && last.follows);
            if field == fields.bi_f && previous.is_none() {
                continue;
            }
            let start = previous
                .map_or_else(|| last.folded.clone(), |word| pair(&word.folded, &last.folded));
            for ending in dictionary::beginning_with(self.view.snapshot, field, &start, ENDINGS)? {
                self.fill(with(folded_words(rest, all), Clause::text(field, &ending)), By::Score)?;
            }
        }
        self.by_beginning |= self.found.len() > before;
        Ok(())
    }

    /// These words as somebody's whole name.
    fn whole_name(&self, words: &[QueryWord]) -> Result<Option<Clause>, SearchError> {
        if !(2..=NAME_WORDS).contains(&words.len()) {
            return Ok(None);
        }
        self.known(self.fields().name_kf, &joined(words, Key::Folded))
    }

    /// These words as a whole name, or the one word as a given name.
    fn name_part(&self, words: &[QueryWord]) -> Result<Option<Clause>, SearchError> {
        match words {
            [one] => self.known(self.fields().given_f, &one.folded),
            many => self.whole_name(many),
        }
    }

    fn ward(&self, words: &[QueryWord]) -> Result<Option<Clause>, SearchError> {
        let key = joined(words, Key::Folded);
        self.known(self.fields().ward, without_kind(&key).unwrap_or(&key))
    }

    fn known(
        &self,
        field: tantivy::schema::Field,
        term: &str,
    ) -> Result<Option<Clause>, SearchError> {
        let known = self.view.frequency(field, term)? > 0;
        Ok(known.then(|| Clause::text(field, term)))
    }
}

fn with(mut clauses: Vec<Clause>, one: Clause) -> Vec<Clause> {
    clauses.push(one);
    clauses
}

/// Each word by its folded key.
pub(super) fn folded_words(words: &[QueryWord], field: tantivy::schema::Field) -> Vec<Clause> {
    words.iter().map(|word| Clause::text(field, &word.folded)).collect()
}

/// Marked words by their exact key; the others in `others`, exact where that is the same field.
fn exact_words(
    words: &[QueryWord],
    exact: tantivy::schema::Field,
    others: tantivy::schema::Field,
) -> Vec<Clause> {
    let clause = |word: &QueryWord| {
        if word.marked || exact == others {
            Clause::text(exact, &word.exact)
        } else {
            Clause::text(others, &word.folded)
        }
    };
    words.iter().map(clause).collect()
}

/// Neighbouring words as pairs; a word that has no neighbour by itself.
pub(super) fn pairs_of(words: &[QueryWord], fields: Fields) -> Vec<Clause> {
    let mut clauses = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).filter(|_| word.follows);
        let followed = words.get(at + 1).is_some_and(|next| next.follows);
        match before {
            Some(before) => {
                clauses.push(Clause::text(fields.bi_f, &pair(&before.folded, &word.folded)));
            }
            None if !followed => clauses.push(Clause::text(fields.all_f, &word.folded)),
            None => {}
        }
    }
    clauses
}
