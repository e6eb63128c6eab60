//! Search: what the index finds, limited to what the reader may see, with texts and highlights from the store.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::domain::id::{PetitionId, UnitId};
use crate::domain::listing::Filter;
use crate::domain::permission::{Actor, Right, Scope, require};
use crate::search::{
    Filters, Hint, Hits, Order, Query, Terms, Total, highlight, holds_all, snippet,
};
use crate::store::Snapshot;
use crate::store::columns::{Facets, Test};
use crate::store::error::StoreError;
use crate::store::petition::{ListRow, ListSender};

use super::App;
use super::error::AppError;

/// A search as asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// What was typed.
    pub text: String,
    /// The last word is still being typed.
    pub as_you_type: bool,
    /// Limits, as in a list.
    pub filter: Filter,
    /// Hits to pass over.
    pub offset: usize,
    /// Hits wanted.
    pub limit: usize,
    /// Latest receipt first instead of best first.
    pub newest_first: bool,
    /// Count all that is found along the axes of lists.
    pub with_facets: bool,
}

/// The answer.
#[derive(Debug)]
pub struct Found {
    /// The page.
    pub hits: Vec<FoundPetition>,
    /// How many at least; exact where `facets` were asked for.
    pub total: u64,
    /// Whether `total` is counted to the end.
    pub is_exact: bool,
    /// What was done to the query.
    pub hint: Option<Hint>,
    /// Counts of all that was found.
    pub facets: Option<Facets>,
}

/// A petition found, with what was searched for marked.
#[derive(Debug)]
pub struct FoundPetition {
    /// The petition as lists show it.
    pub row: ListRow,
    /// Sender with marks.
    pub sender: Vec<Piece>,
    /// The stretch of the content around the matches.
    pub excerpt: Vec<Piece>,
    /// Falls with the place.
    pub score: f32,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The piece.
    pub text: String,
    /// It is what was searched for.
    pub is_match: bool,
}

/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 240;

/// Who searches: a person with their scope, or the owner of the server at its console.
#[derive(Debug, Clone, Copy)]
pub enum Reader<'a> {
    /// A signed-in person.
    Person(&'a Actor),
    /// The console.
    Console,
}

/// Finds petitions.
///
/// # Errors
/// When the reader reads no petitions, or while the index is being built; never because of what was typed.
pub fn search(app: &App, reader: Reader<'_>, request: &Request) -> Result<Found, AppError> {
    let scope = match reader {
        Reader::Person(actor) => {
            require(actor, Right::ReadPetitions)?;
            app.await_own_write(actor.account);
            actor.scope()
        }
        Reader::Console => Scope::Office,
    };
    let test = Test::new(&request.filter, &scope, app.today());
    let columns = app.store.columns();
    let snapshot = app.store.read()?;
    let accept = |id: PetitionId| columns.passes(id, &test);
    let failure = Cell::new(None);
    let texts_of = |id: PetitionId, is_enough: &mut dyn FnMut(&str) -> bool| {
        if let Err(error) = show_texts(&snapshot, id, is_enough) {
            failure.set(Some(error));
        }
    };
    let is_limited = is_asked_of_columns(&request.filter, &scope);
    let filters = Filters {
        kinds: request.filter.kind.into_iter().collect(),
        units: units(&scope, request.filter.unit),
        received: received(&request.filter),
        accept: is_limited.then_some(&accept),
    };
    let query = Query {
        text: &request.text,
        as_you_type: request.as_you_type,
        filters: filters.clone(),
        order: if request.newest_first { Order::Newest } else { Order::Relevance },
        limit: request.limit,
        offset: request.offset,
        texts_of: Some(&texts_of),
    };
    let hits = app.index.searcher.search(&query)?;
    if let Some(error) = failure.take() {
        return Err(error.into());
    }
    let facets = if request.with_facets && !hits.hits.is_empty() {
        let all = app.index.searcher.matching(&hits.meaning, &filters)?;
        Some(columns.facets(all.into_iter(), &test))
    } else {
        None
    };
    drop(columns);
    let (mut total, mut is_exact) = match hits.total {
        Total::Exact(total) => (total as u64, true),
        Total::AtLeast(total) => (total as u64, false),
    };
    if let Some(facets) = &facets
        && !is_exact
    {
        (total, is_exact) = (facets.total, true);
    }
    let hint = hits.hint.clone();
    let hits = with_texts(&snapshot, &hits)?;
    Ok(Found { hits, total, is_exact, hint, facets })
}

/// Whether hits must be checked in the columns: the index knows kind, unit and day itself; what only the columns know,
/// and every permission, is asked of them.
fn is_asked_of_columns(filter: &Filter, scope: &Scope) -> bool {
    let &Filter { kind, unit, received_from, received_to, .. } = filter;
    let of_index = Filter { kind, unit, received_from, received_to, ..Filter::default() };
    *filter != of_index || *scope != Scope::Office
}

/// Shows the texts of a petition that the index has words of, until it is enough: mostly the content, read alone, is.
fn show_texts(
    snapshot: &Snapshot,
    id: PetitionId,
    is_enough: &mut dyn FnMut(&str) -> bool,
) -> Result<(), StoreError> {
    if snapshot.contents(&[id])?.iter().any(|content| is_enough(content)) {
        return Ok(());
    }
    if let Some(petition) = snapshot.petition(id)? {
        super::index::short_texts(&petition).iter().any(|text| is_enough(text));
    }
    Ok(())
}

/// Days that the index is asked for; an open end is as far as the calendar goes.
fn received(filter: &Filter) -> Option<RangeInclusive<NaiveDate>> {
    match (filter.received_from, filter.received_to) {
        (None, None) => None,
        (from, to) => Some(from.unwrap_or(NaiveDate::MIN)..=to.unwrap_or(NaiveDate::MAX)),
    }
}

/// Units that the index is asked for: those the reader sees, narrowed by the filter.
fn units(scope: &Scope, wanted: Option<UnitId>) -> Option<Vec<UnitId>> {
    match (scope, wanted) {
        (Scope::Office, wanted) => wanted.map(|unit| vec![unit]),
        (Scope::Units(own), None) => Some(own.clone()),
        (Scope::Units(own), Some(unit)) => {
            Some(own.iter().copied().filter(|own| *own == unit).collect())
        }
    }
}

/// The hits with their texts. Who was found by name alone is shown with the beginning of the matter, which the head
/// holds; the long text is read where something in it was searched for.
fn with_texts(snapshot: &Snapshot, hits: &Hits) -> Result<Vec<FoundPetition>, AppError> {
    let ids: Vec<PetitionId> = hits.hits.iter().map(|hit| hit.id).collect();
    let rows = snapshot.list_rows(&ids)?;
    let is_by_name = |row: &ListRow| match &row.sender {
        ListSender::Named(name) => holds_all(name, &hits.terms),
        ListSender::Anonymous | ListSender::Sealed(_) => false,
    };
    let by_content: Vec<PetitionId> =
        rows.iter().filter(|row| !is_by_name(row)).map(|row| row.id).collect();
    let contents = snapshot.contents(&by_content)?;
    let contents: HashMap<PetitionId, String> = by_content.into_iter().zip(contents).collect();
    let found = rows.into_iter().map(|row| {
        let score = hits.hits.iter().find(|hit| hit.id == row.id).map_or(0.0, |hit| hit.score);
        let sender = match &row.sender {
            ListSender::Named(name) => pieces(highlight(name, &hits.terms)),
            ListSender::Anonymous | ListSender::Sealed(_) => Vec::new(),
        };
        let excerpt = match contents.get(&row.id) {
            Some(content) => excerpt(content, &hits.terms),
            None => pieces(highlight(&row.summary, &hits.terms)),
        };
        FoundPetition { row, sender, excerpt, score }
    });
    Ok(found.collect())
}

fn excerpt(content: &str, terms: &Terms) -> Vec<Piece> {
    let cut = snippet(content, terms, EXCERPT_CHARS);
    let ellipsis = |is_cut: bool| is_cut.then(|| Piece { text: "… ".into(), is_match: false });
    let mut out: Vec<Piece> = ellipsis(cut.cut_before).into_iter().collect();
    out.extend(pieces(cut.segments));
    out.extend(ellipsis(cut.cut_after));
    out
}

fn pieces(segments: Vec<crate::search::Segment<'_>>) -> Vec<Piece> {
    segments
        .into_iter()
        .map(|segment| Piece { text: segment.text.to_owned(), is_match: segment.is_match })
        .collect()
}
