//! The two ways in which hits are taken from the index, both from pure conjunctions.
//!
//! *Ranked*: best score first, pruned block by block, which the library does only for conjunctions of plain terms.
//! *Newest*: all matches, latest number first. Filters are columns that are checked before a hit is kept, so pruning
//! stays right. Owns the snapshot that one query sees from beginning to end. Used by `tiers` and `searcher`.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, IndexReader, Score, Searcher, SegmentReader};

use super::error::SearchError;
use super::query::Filters;
use super::schema::Fields;
use super::{document, schema};
use crate::domain::id::PetitionId;
use chrono::Datelike;

/// Petitions with a word that are counted for a reader who does not see all.
const COUNTED: usize = 64;

/// The index at one commit, with its columns open.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    columns: Vec<Columns>,
}

struct Columns {
    id: Arc<dyn ColumnValues<u64>>,
    kind: Arc<dyn ColumnValues<u64>>,
    unit: Arc<dyn ColumnValues<u64>>,
    received: Arc<dyn ColumnValues<u64>>,
}

impl Snapshot {
    /// What the reader sees now.
    pub(super) fn take(reader: &IndexReader) -> Result<Self, SearchError> {
        let searcher = reader.searcher();
        let columns =
            searcher.segment_readers().iter().map(Columns::open).collect::<Result<_, _>>()?;
        Ok(Self { searcher, fields: schema::schema().1, columns })
    }

    /// In how many petitions a term stands, deleted ones included.
    pub(super) fn frequency(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(field, term))?)
    }
}

impl Snapshot {
    /// Of how many parts the index consists.
    pub(super) fn segments(&self) -> usize {
        self.columns.len()
    }

    /// Calls `each` with the place, and key, kind, unit and day, of every petition that a segment holds.
    pub(super) fn every_petition(&self, segment: usize, mut each: impl FnMut(DocId, [u64; 4])) {
        let readers = self.searcher.segment_readers().iter().zip(&self.columns);
        for (reader, columns) in readers.skip(segment).take(1) {
            for doc in reader.doc_ids_alive() {
                let columns = [&columns.id, &columns.kind, &columns.unit, &columns.received];
                each(doc, columns.map(|column| column.get_val(doc)));
            }
        }
    }
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let column = |name: &str| fast.column_first_or_default::<u64>(name);
        let (id, kind) = (column("id")?, column("kind")?);
        Ok(Self { id, kind, unit: column("unit")?, received: column("received")? })
    }
}

/// One condition of a conjunction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clause {
    /// This term.
    One(Term),
    /// At least one of these terms: not pruned, so only where a word has several readings.
    Any(Vec<Term>),
}

impl Clause {
    /// A term of a text field.
    pub(super) fn text(field: Field, term: &str) -> Self {
        Self::One(Term::from_field_text(field, term))
    }

    /// Any of several terms of a text field.
    pub(super) fn any<'t>(field: Field, terms: impl IntoIterator<Item = &'t str>) -> Self {
        let mut terms: Vec<Term> =
            terms.into_iter().map(|term| Term::from_field_text(field, term)).collect();
        terms.dedup();
        match terms.as_slice() {
            [one] => Self::One(one.clone()),
            _ => Self::Any(terms),
        }
    }

    fn query(&self) -> Box<dyn Query> {
        let one = |term: &Term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
        };
        match self {
            Self::One(term) => one(term),
            Self::Any(terms) => Box::new(BooleanQuery::union(terms.iter().map(one).collect())),
        }
    }
}

/// A hit of the index: its petition's key and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) key: u64,
    pub(super) score: Score,
}

/// A snapshot with the filters of one query on it.
pub(super) struct View<'q> {
    pub(super) snapshot: &'q Snapshot,
    filters: &'q Filters<'q>,
    /// Filters that are posting lists: they join every conjunction.
    tags: Vec<Clause>,
    /// Day of receipt, first and last.
    days: Option<(u64, u64)>,
    kinds: Vec<u64>,
    units: Option<Vec<u64>>,
}

impl<'q> View<'q> {
    pub(super) fn new(snapshot: &'q Snapshot, filters: &'q Filters<'q>) -> Self {
        let mut tags = Vec::new();
        let mut units: Option<Vec<u64>> = filters
            .units
            .as_ref()
            .map(|units| units.iter().map(|unit| u64::from(unit.0)).collect());
        if let Some([unit]) = filters.units.as_deref() {
            tags.push(Clause::text(snapshot.fields.tag, &document::unit_tag(*unit)));
            units = None;
        }
        let span = filters.received.as_ref();
        if let Some((from, _)) =
            span.map(|days| (days.start(), days.end())).filter(|(a, b)| a.year() == b.year())
        {
            tags.push(Clause::text(snapshot.fields.tag, &document::year_tag(from.year())));
        }
        let days = span.map(|days| (document::day(*days.start()), document::day(*days.end())));
        let kinds = filters.kinds.iter().map(|kind| u64::from(kind.index())).collect();
        Self { snapshot, filters, tags, days, kinds, units }
    }

    /// The best `k` matches that are not in `seen`; of equal scores the earlier document, so that pages join.
    pub(super) fn ranked(
        &self,
        clauses: &[Clause],
        k: usize,
        seen: &[Found],
    ) -> Result<Vec<Found>, SearchError> {
        let Some(weight) = self.weight(clauses, true)? else { return Ok(Vec::new()) };
        let mut best: BinaryHeap<Placed> = BinaryHeap::with_capacity(k + 1);
        let mut place = 0;
        for (segment, columns) in self.segments() {
            let threshold = lowest(&best, k);
            weight.for_each_pruning(threshold, segment, &mut |doc, score| {
                if let Some(key) =
                    self.accepted(segment, columns, doc).filter(|key| !is_seen(seen, *key))
                {
                    place += 1;
                    best.push(Placed { score, place, key });
                    if best.len() > k {
                        best.pop();
                    }
                }
                lowest(&best, k)
            })?;
        }
        let sorted = best.into_sorted_vec().into_iter();
        Ok(sorted.map(|Placed { score, place: _, key }| Found { key, score }).collect())
    }

    /// The latest `k` matches that are not in `seen`, by day of receipt and number.
    pub(super) fn newest(
        &self,
        clauses: &[Clause],
        k: usize,
        seen: &[Found],
    ) -> Result<Vec<Found>, SearchError> {
        let Some(weight) = self.weight(clauses, false)? else { return Ok(Vec::new()) };
        let mut latest: BinaryHeap<Reverse<(u64, u64)>> = BinaryHeap::with_capacity(k + 1);
        for (segment, columns) in self.segments() {
            weight.for_each_no_score(segment, &mut |docs| {
                for doc in docs {
                    let received = columns.received.get_val(*doc);
                    let too_old = latest.len() == k
                        && latest.peek().is_some_and(|Reverse((day, _))| received < *day);
                    let key = if too_old { None } else { self.accepted(segment, columns, *doc) };
                    if let Some(key) = key.filter(|key| !is_seen(seen, *key)) {
                        latest.push(Reverse((received, key)));
                        if latest.len() > k {
                            latest.pop();
                        }
                    }
                }
            })?;
        }
        let sorted = latest.into_sorted_vec().into_iter();
        Ok(sorted.map(|Reverse((_, key))| Found { key, score: 0.0 }).collect())
    }

    /// All matches, in no order.
    pub(super) fn every(
        &self,
        clauses: &[Clause],
        mut visit: impl FnMut(u64),
    ) -> Result<(), SearchError> {
        let Some(weight) = self.weight(clauses, false)? else { return Ok(()) };
        for (segment, columns) in self.segments() {
            weight.for_each_no_score(segment, &mut |docs| {
                docs.iter()
                    .filter_map(|doc| self.accepted(segment, columns, *doc))
                    .for_each(&mut visit);
            })?;
        }
        Ok(())
    }

    /// In how many petitions that this reader finds a term stands; no more are counted than tell rare from common.
    ///
    /// What is forgiven or left out of a query depends on it, and must not tell of petitions out of reach.
    pub(super) fn frequency(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        let known = self.snapshot.frequency(field, term)?;
        if known == 0 || self.filters.accept.is_none() {
            return Ok(known);
        }
        Ok(self.newest(&[Clause::text(field, term)], COUNTED, &[])?.len() as u64)
    }

    fn segments(&self) -> impl Iterator<Item = (&'q SegmentReader, &'q Columns)> {
        self.snapshot.searcher.segment_readers().iter().zip(&self.snapshot.columns)
    }

    /// `None` for no clause: nothing is asked for.
    fn weight(
        &self,
        clauses: &[Clause],
        scored: bool,
    ) -> Result<Option<Box<dyn Weight>>, SearchError> {
        let searcher = &self.snapshot.searcher;
        let scoring = if scored {
            EnableScoring::enabled_from_searcher(searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        if clauses.is_empty() {
            return Ok(None);
        }
        let all: Vec<&Clause> = clauses.iter().chain(&self.tags).collect();
        let weight = match all.as_slice() {
            [one] => one.query().weight(scoring)?,
            many => BooleanQuery::intersection(many.iter().map(|c| c.query()).collect())
                .weight(scoring)?,
        };
        Ok(Some(weight))
    }

    /// The petition of a document that is alive and passes the filters.
    fn accepted(&self, segment: &SegmentReader, columns: &Columns, doc: DocId) -> Option<u64> {
        let inside = |allowed: &[u64], column: &Arc<dyn ColumnValues<u64>>| {
            allowed.contains(&column.get_val(doc))
        };
        let passes = !segment.is_deleted(doc)
            && (self.kinds.is_empty() || inside(&self.kinds, &columns.kind))
            && self.units.as_ref().is_none_or(|units| inside(units, &columns.unit))
            && self
                .days
                .is_none_or(|(from, to)| (from..=to).contains(&columns.received.get_val(doc)));
        let key = if passes { columns.id.get_val(doc) } else { return None };
        let id = PetitionId::from_key(key)?;
        self.filters.accept.is_none_or(|accept| accept(id)).then_some(key)
    }
}

fn is_seen(seen: &[Found], key: u64) -> bool {
    seen.iter().any(|found| found.key == key)
}

/// The score that a document must exceed to be among the best `k`.
fn lowest(best: &BinaryHeap<Placed>, k: usize) -> Score {
    best.peek().filter(|_| best.len() >= k).map_or(Score::MIN, |worst| worst.score)
}

/// A match on the heap: the greatest is the worst, that is of the lowest score and the latest come.
#[derive(Debug, Clone, Copy)]
struct Placed {
    score: Score,
    place: u64,
    key: u64,
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Placed {}
