//! Answering: a query in, petitions out, whatever was typed.
//!
//! A text is tried as typed, then decoded from raw keystrokes, then with one slip of the hand forgiven, then with words
//! left out; each only when the one before found nothing. The hint says what was done. Cheap to clone; every search
//! sees one commit from beginning to end. While there is no index every search says so.
//! Used by `app::find`; fed by `indexer`.

use std::sync::{Arc, PoisonError, RwLock};

use super::collect::{Clause, Found, Snapshot, View};
use super::dictionary;
use super::error::SearchError;
use super::highlight::Terms;
use super::query::{DEEPEST, Filters, Order, PAGE_MAX, Query, Reading};
use super::readings::{Asked, QUOTED};
use super::tiers::Tiers;
use crate::domain::id::PetitionId;

/// Answers searches from the latest commit.
#[derive(Clone, Default)]
pub struct Searcher {
    current: Arc<RwLock<Option<Arc<Snapshot>>>>,
}

/// A petition found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which petition.
    pub id: PetitionId,
    /// Falls from 1 with the place; only the order means something.
    pub score: f32,
}

/// How many there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// Counted.
    Exact(usize),
    /// At least so many; [`Searcher::matching`] counts.
    AtLeast(usize),
}

/// What was done to the query, for the page to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Nothing to search by was typed.
    NothingTyped,
    /// Read as keystrokes of an input method; this was understood.
    Decoded(String),
    /// One slip was forgiven; this was understood.
    Corrected(String),
    /// These words were left out, because with them nothing is found.
    LeftOut(Vec<String>),
    /// The quoted words were found, but not as a phrase.
    NotAsPhrase,
    /// Nothing, however it is read.
    NothingFound,
}

/// The answer to a search.
#[derive(Debug, Clone)]
pub struct Hits {
    /// The page, best first.
    pub hits: Vec<Hit>,
    /// How many in all.
    pub total: Total,
    /// What was done to the query.
    pub hint: Option<Hint>,
    /// What to highlight in the texts.
    pub terms: Terms,
    /// What the query came to, for [`Searcher::matching`].
    pub meaning: Meaning,
}

/// What a query came to: all its words anywhere, in the reading that found something.
#[derive(Debug, Clone, Default)]
pub struct Meaning {
    base: Vec<Clause>,
    words: Vec<String>,
    /// Words that stand for any of several.
    either: Vec<Clause>,
    /// The last word may be a beginning.
    open: bool,
}

impl Searcher {
    /// Lets every clone answer from this snapshot from now on.
    pub(super) fn publish(&self, snapshot: Snapshot) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(snapshot));
    }

    /// The petitions that a query finds.
    ///
    /// # Errors
    /// [`SearchError::Building`] while there is no index, and failures of the index; never because of what was typed.
    pub fn search(&self, query: &Query<'_>) -> Result<Hits, SearchError> {
        let snapshot = self.snapshot()?;
        let view = View::new(&snapshot, &query.filters);
        let reading = Reading::of(query.text, query.as_you_type);
        if reading.is_empty() {
            return Ok(Hits::nothing(Hint::NothingTyped));
        }
        let limit = query.limit.min(PAGE_MAX);
        let wanted = query.offset.saturating_add(limit).clamp(1, DEEPEST);
        let verified = query.texts_of.is_some() && !reading.phrases.is_empty();
        let fetched = if verified { wanted.max(QUOTED) } else { wanted };
        let mut outcome = Asked { view: &view, query, wanted: fetched }.answer(&reading)?;
        if query.order == Order::Newest {
            outcome.found = view.newest(&outcome.meaning.clauses(&snapshot)?, wanted, &[])?;
        }
        let count = outcome.found.len();
        outcome.found.truncate(wanted);
        let exact = match query.order {
            Order::Relevance => outcome.complete && count < fetched,
            Order::Newest => count < wanted,
        };
        let place = |(at, found): (usize, Found)| {
            let id = PetitionId::from_key(found.key)?;
            #[expect(clippy::cast_precision_loss, reason = "places are below 2,000")]
            let score = 1.0 / (1.0 + at as f32);
            Some(Hit { id, score })
        };
        let page = outcome.found.into_iter().enumerate().skip(query.offset).take(limit);
        Ok(Hits {
            hits: page.filter_map(place).collect(),
            total: if exact { Total::Exact(count) } else { Total::AtLeast(count) },
            hint: outcome.hint,
            terms: Terms::of(&reading, &outcome.meaning.words, outcome.meaning.open),
            meaning: outcome.meaning,
        })
    }

    /// Every petition that fits what a search came to, in no order: for counts and facets.
    ///
    /// A quoted phrase is matched by its pairs of words here, which is nearly the same.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn matching(
        &self,
        meaning: &Meaning,
        filters: &Filters<'_>,
    ) -> Result<Vec<PetitionId>, SearchError> {
        let snapshot = self.snapshot()?;
        let clauses = meaning.clauses(&snapshot)?;
        let mut out = Vec::new();
        View::new(&snapshot, filters)
            .every(&clauses, |key| out.extend(PetitionId::from_key(key)))?;
        Ok(out)
    }

    pub(super) fn snapshot(&self) -> Result<Arc<Snapshot>, SearchError> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone().ok_or(SearchError::Building)
    }
}

impl Meaning {
    pub(super) fn of(tiers: &Tiers<'_>, open: bool) -> Self {
        let words = tiers.words.iter().map(|word| word.folded.clone()).collect();
        Self {
            base: tiers.base.clone(),
            words,
            either: Vec::new(),
            open: open || tiers.by_beginning,
        }
    }

    /// As [`of`](Self::of), with some words replaced by any of several.
    pub(super) fn with_either(mut self, either: Vec<Clause>, words: Vec<String>) -> Self {
        (self.either, self.words) = (either, words);
        self
    }

    fn clauses(&self, snapshot: &Snapshot) -> Result<Vec<Clause>, SearchError> {
        let all_f = snapshot.fields.all_f;
        let mut clauses: Vec<Clause> = self.base.iter().chain(&self.either).cloned().collect();
        clauses.extend(self.words.iter().map(|word| Clause::text(all_f, word)));
        if let Some(last) = self.words.last().filter(|_| self.open) {
            let mut ways = dictionary::beginning_with(snapshot, all_f, last, 64)?;
            ways.push(last.clone());
            clauses.pop();
            clauses.push(Clause::any(all_f, ways.iter().map(String::as_str)));
        }
        Ok(clauses)
    }
}

impl Hits {
    fn nothing(hint: Hint) -> Self {
        Self {
            hits: Vec::new(),
            total: Total::Exact(0),
            hint: Some(hint),
            terms: Terms::default(),
            meaning: Meaning::default(),
        }
    }
}
