//! Lists, counters and the detail of a petition: exact, from the store and its columns, within the reader's scope.

use std::collections::HashMap;
use std::sync::PoisonError;

use chrono::NaiveDate;

use super::App;
use super::error::{AppError, Refused};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::listing::{DueFilter, Filter, Sort, StatusFilter, StatusGroup, Today};
use crate::domain::permission::{Actor, Right, Scope, may_open_identity};
use crate::domain::person::ProtectedSender;
use crate::domain::petition::{Petition, Status};
use crate::domain::text;
use crate::store::Snapshot;
use crate::store::columns::{Columns, Page, Test};
use crate::store::petition::{ListRow, TextOrder, text_key};

/// A page of a list.
#[derive(Debug)]
pub struct ListPage {
    /// The rows, in order.
    pub rows: Vec<ListRow>,
    /// How many petitions the filter has.
    pub total: u64,
    /// Whether there is a next page.
    pub has_more: bool,
}

/// Reading a row's texts costs as much as this many steps along the stored order of a text column.
const STEPS_OF_A_READING: u64 = 16;
/// Longest reason for opening an identity.
pub const REASON_MAX: usize = 300;

/// One page of the petitions that pass, after the row `after`.
pub fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Sort,
    (after, limit): (Option<PetitionId>, usize),
) -> Result<ListPage, AppError> {
    let test = test_for(app, actor, filter)?;
    let (snapshot, page) = ordered(app, &test, sort, after, Some(limit))?;
    let rows = snapshot.list_rows(&page.ids)?;
    Ok(ListPage { rows, total: page.total, has_more: page.has_more })
}

/// Every petition that passes, in the order of the list: what an export of the view writes.
pub fn all(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Sort,
) -> Result<Vec<PetitionId>, AppError> {
    let test = test_for(app, actor, filter)?;
    Ok(ordered(app, &test, sort, None, None)?.1.ids)
}

/// Petitions in order, and the snapshot that belongs to them; without a limit, all.
fn ordered(
    app: &App,
    test: &Test,
    sort: Sort,
    after: Option<PetitionId>,
    limit: Option<usize>,
) -> Result<(Snapshot, Page), AppError> {
    let columns = app.store.columns();
    let snapshot = app.store.read()?;
    let everything = || usize::try_from(columns.count(test)).unwrap_or(usize::MAX);
    let limit = limit.unwrap_or_else(everything);
    if let Some(page) = columns.page(test, sort, after, limit) {
        return Ok((snapshot, page));
    }
    let total = columns.count(test);
    let order = TextOrder { column: sort.column, is_descending: sort.is_descending };
    let mut ids = if is_cheaper_sorted(total, columns.len(), limit) {
        sorted_in_memory(&snapshot, &columns, test, order, after)?
    } else {
        snapshot.in_text_order(order, after, limit + 1, |id| columns.passes(id, test))?
    };
    let has_more = ids.len() > limit;
    ids.truncate(limit);
    Ok((snapshot, Page { ids, total, has_more }))
}

/// Whether reading and sorting `total` matches is cheaper than walking the order of `all` until a page is full.
fn is_cheaper_sorted(total: u64, all: u64, limit: usize) -> bool {
    let steps_of_a_page = (limit as u64).saturating_mul(all) / total.max(1);
    total.saturating_mul(STEPS_OF_A_READING) <= steps_of_a_page.max(STEPS_OF_A_READING)
}

fn sorted_in_memory(
    snapshot: &Snapshot,
    columns: &Columns,
    test: &Test,
    order: TextOrder,
    after: Option<PetitionId>,
) -> Result<Vec<PetitionId>, AppError> {
    let ids: Vec<PetitionId> = columns.matching(test).collect();
    let mut keyed: Vec<(Vec<u8>, PetitionId)> =
        snapshot.list_rows(&ids)?.iter().map(|row| (text_key(row, order.column), row.id)).collect();
    keyed.sort_unstable();
    if order.is_descending {
        keyed.reverse();
    }
    // By its key, not its place: the row may have left the filter since its page was shown.
    let cursor = match after {
        Some(id) => {
            let row = snapshot.list_rows(&[id])?.pop();
            row.map(|row| (text_key(&row, order.column), id))
        }
        None => None,
    };
    let is_after = |entry: &(Vec<u8>, PetitionId)| match &cursor {
        Some(cursor) if order.is_descending => entry < cursor,
        Some(cursor) => entry > cursor,
        None => true,
    };
    Ok(keyed.into_iter().filter(is_after).map(|(_, id)| id).collect())
}

fn test_for(app: &App, actor: &Actor, filter: &Filter) -> Result<Test, AppError> {
    if !actor.has(Right::ReadPetitions) {
        return Err(AppError::Forbidden);
    }
    Ok(Test::new(filter, &actor.scope(), app.today()))
}

/// Counters of every scope that was asked for since the last change. Keyed by scope: nobody sees another's numbers.
#[derive(Debug, Default)]
pub(super) struct DeskCounts {
    seq: u64,
    today: Option<Today>,
    by_scope: HashMap<Scope, [u64; DeskCounter::ALL.len()]>,
}

/// The counters of the home page, each with the filter that it counts.
pub fn desk(app: &App, actor: &Actor) -> Result<Vec<(DeskCounter, Filter, u64)>, AppError> {
    if !actor.has(Right::ReadPetitions) {
        return Err(AppError::Forbidden);
    }
    let (scope, today) = (actor.scope(), app.today());
    // Columns change before the number of the last change does: counts made after reading it hold at least that much.
    let seq = app.store.last_seq();
    let mut counts = app.desk_counts.lock().unwrap_or_else(PoisonError::into_inner);
    if (counts.seq, counts.today) != (seq, Some(today)) {
        *counts = DeskCounts { seq, today: Some(today), by_scope: HashMap::new() };
    }
    let numbers = *counts.by_scope.entry(scope).or_insert_with_key(|scope| {
        let columns = app.store.columns();
        DeskCounter::ALL
            .map(|counter| columns.count(&Test::new(&counter.filter(today.date), scope, today)))
    });
    drop(counts);
    let counters = DeskCounter::ALL.into_iter().zip(numbers);
    Ok(counters.map(|(counter, number)| (counter, counter.filter(today.date), number)).collect())
}

/// A counter of the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskCounter {
    /// Past the date.
    Overdue,
    /// Due soon.
    DueSoon,
    /// Registered, not yet given to a unit.
    New,
    /// Held by a unit.
    Assigned,
    /// Received today.
    Today,
    /// Everything.
    All,
}

impl DeskCounter {
    /// In the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Overdue, Self::DueSoon, Self::New, Self::Assigned, Self::Today, Self::All];

    /// What it counts.
    pub fn filter(self, today: NaiveDate) -> Filter {
        let open = Some(StatusFilter::Group(StatusGroup::Open));
        match self {
            Self::Overdue => {
                Filter { due: Some(DueFilter::Overdue), status: open, ..Filter::default() }
            }
            Self::DueSoon => {
                Filter { due: Some(DueFilter::Soon), status: open, ..Filter::default() }
            }
            Self::New => {
                Filter { status: Some(StatusFilter::One(Status::Received)), ..Filter::default() }
            }
            Self::Assigned => {
                Filter { status: Some(StatusFilter::One(Status::Assigned)), ..Filter::default() }
            }
            Self::Today => {
                Filter { received_from: Some(today), received_to: Some(today), ..Filter::default() }
            }
            Self::All => Filter::default(),
        }
    }
}

/// All that the page of a petition shows.
#[derive(Debug)]
pub struct Detail {
    /// The petition.
    pub petition: Petition,
    /// Its history, with the names of those who acted.
    pub history: Vec<(Event, Option<String>)>,
    /// Full name of who registered it.
    pub entered_by: Option<String>,
    /// Whether the reader may open the sealed identity.
    pub may_open_identity: bool,
}

/// A petition with its history.
pub fn detail(app: &App, actor: &Actor, id: PetitionId) -> Result<Detail, AppError> {
    let snapshot = app.store.read()?;
    let petition = readable(&snapshot, actor, id)?;
    let name_of = |account: Option<AccountId>| match account {
        Some(account) => snapshot.account(account).map(|a| a.map(|account| account.full_name)),
        None => Ok(None),
    };
    let mut history = Vec::new();
    for event in snapshot.history(id)? {
        let name = name_of(event.by)?;
        history.push((event, name));
    }
    Ok(Detail {
        history,
        entered_by: name_of(petition.entered_by)?,
        may_open_identity: petition.is_sealed() && may_open_identity(actor, &petition).is_some(),
        petition,
    })
}

/// Opens the identity of a denunciation's sender, for a reason that the history keeps.
pub fn open_identity(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    reason: &str,
) -> Result<ProtectedSender, AppError> {
    let reason = text::line(reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    let now = app.clock.now();
    let event = Event {
        happening: Happening::IdentityOpened { reason },
        on: now.date_naive(),
        entered_at: now,
        by: Some(actor.account),
        capacity: None,
    };
    app.store.write(|tx| {
        let due = app.due();
        let petition = tx.petition(id)?.filter(|petition| actor.may_read(petition));
        let petition = petition.ok_or(AppError::NotFound)?;
        let permit = may_open_identity(actor, &petition).ok_or(AppError::Forbidden)?;
        let sealed = tx.protected_sender(id)?.ok_or(AppError::NotFound)?;
        tx.record(petition, &[event], &due)?;
        Ok(sealed.open(&permit).clone())
    })
}

/// The petition, where the actor may read it; one out of reach is as if it did not exist.
fn readable(snapshot: &Snapshot, actor: &Actor, id: PetitionId) -> Result<Petition, AppError> {
    let petition = snapshot.petition(id)?.filter(|petition| actor.may_read(petition));
    petition.ok_or(AppError::NotFound)
}
