//! Lists and the detail of a petition: exact, from the store and its columns, within the reader's scope.

use super::correct::step::correctable;
use super::error::AppError;
use super::{App, identity, journal};
use crate::domain::correction::may_correct;
use crate::domain::deadline::{ClockState, Explained};
use crate::domain::event::Event;
use crate::domain::id::PetitionId;
use crate::domain::journal::{Act, Export};
use crate::domain::listing::{Filter, Sort, SortColumn};
use crate::domain::permission::{Actor, Right, Scope, require};
use crate::domain::petition::Petition;
use crate::domain::workflow::{self, ClockKind, Move, Stage, Term, offered};
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

/// One page of the petitions that pass, after the row `after`.
pub fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Sort,
    (after, limit): (Option<PetitionId>, usize),
) -> Result<ListPage, AppError> {
    let test = test_for(app, actor, filter)?;
    // Where another's petition would stand in one's own list tells what is in it.
    let after = after.filter(|id| must_reach(app, actor, *id).is_ok());
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
    if let Some(page) = columns.page(test, (sort, &app.office().unit_places), after, limit) {
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
    require(actor, Right::ReadPetitions)?;
    Ok(Test::new(filter, &actor.scope(), app.today()))
}

/// All that the page of a petition shows.
#[derive(Debug)]
pub struct Detail {
    /// The petition.
    pub petition: Petition,
    /// Its history, oldest first.
    pub history: Vec<Event>,
    /// What the reader may do about a sender who is protected, or asks for it.
    pub identity: identity::Allowed,
    /// Whether the reader may correct what the intake wrote down.
    pub may_correct: bool,
    /// Numbers of the events whose steps the reader may put right.
    pub correctable: Vec<u32>,
    /// What the reader may do now.
    pub offered: Vec<Move>,
    /// The clocks, in the order in which they start.
    pub clocks: Vec<ClockLine>,
}

/// A clock of a petition as it stands today.
#[derive(Debug)]
pub struct ClockLine {
    /// What it is for.
    pub kind: ClockKind,
    /// How it stands.
    pub state: ClockState,
    /// How its day came about; `None` where the law of the case no longer counts.
    pub why: Option<Why>,
}

/// How the day of a clock came about.
#[derive(Debug)]
pub enum Why {
    /// The law counts it.
    Law(Box<Explained>),
    /// It was set when the petition was given to its unit.
    Given,
    /// So many days ahead of the legal one, as the office sets it for units that advise.
    Ahead {
        /// How many.
        days: u16,
    },
}

/// A petition with its history.
pub fn detail(app: &App, actor: &Actor, id: PetitionId) -> Result<Detail, AppError> {
    let snapshot = app.store.read()?;
    let petition = readable(&snapshot, actor, id)?;
    let history = snapshot.history(id)?;
    Ok(Detail {
        correctable: correctable(actor, &petition, &history),
        history: identity::told(actor, &petition, history),
        identity: identity::allowed(&snapshot, actor, &petition),
        may_correct: may_correct(actor, &petition).is_some(),
        offered: offered(actor, &petition),
        clocks: clock_lines(app, &petition),
        petition,
    })
}

fn clock_lines(app: &App, petition: &Petition) -> Vec<ClockLine> {
    let (office, today, law) = (app.office(), app.clock.today(), app.law());
    let law = law.of(petition, &office);
    let is_given = petition.assignment.as_ref().is_some_and(|given| given.due_on.is_some());
    let lines = workflow::clocks(petition, &law, today).into_iter().filter_map(|(kind, term)| {
        let state = term.state(today, law.calendar).ok()?;
        let why = match &term {
            Term::Legal(clock) => {
                clock.explain(law.calendar, today).ok().map(|why| Why::Law(Box::new(why)))
            }
            Term::Set { .. } if is_given => Some(Why::Given),
            Term::Set { .. } => Some(Why::Ahead { days: law.internal_days_ahead }),
        };
        Some(ClockLine { kind, state, why })
    });
    lines.collect()
}

/// The petitions whose slips wait for the leader, the most urgent first, at most so many; and how many there are.
pub fn approvals(app: &App, actor: &Actor, limit: usize) -> Result<(Vec<Petition>, u64), AppError> {
    require(actor, Right::Approve)?;
    let filter = Filter { stage: Some(Stage::AwaitingApproval), ..Filter::default() };
    let sort = Sort { column: SortColumn::Due, is_descending: false };
    let page = list(app, actor, &filter, sort, (None, limit))?;
    let snapshot = app.store.read()?;
    let mut waiting = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        // Approved meanwhile, it is no longer here.
        waiting.extend(snapshot.petition(row.id)?.filter(|one| one.stage() == row.stage));
    }
    Ok((waiting, page.total))
}

/// A petition within the reader's reach.
pub fn petition(app: &App, actor: &Actor, id: PetitionId) -> Result<Petition, AppError> {
    readable(&app.store.read()?, actor, id)
}

/// Refuses a petition that is out of the actor's reach, as lists would: as if it did not exist.
pub fn must_reach(app: &App, actor: &Actor, id: PetitionId) -> Result<(), AppError> {
    let test = test_for(app, actor, &Filter::default())?;
    if app.store.columns().passes(id, &test) { Ok(()) } else { Err(AppError::NotFound) }
}

/// A petition within the reader's reach, to be printed as a receipt: the journal says that it was.
///
/// # Errors
/// A full disk, among others: what can't be told is not handed out.
pub fn receipt(app: &App, actor: &Actor, id: PetitionId) -> Result<Petition, AppError> {
    let petition = readable(&app.store.read()?, actor, id)?;
    journal::tell(app, Some(actor), Act::Export(Export::Receipt { petition: id }))?;
    Ok(petition)
}

/// Whether there is a petition of this number, for whomever.
pub fn is_there(app: &App, id: PetitionId) -> bool {
    app.store.columns().passes(id, &Test::new(&Filter::default(), &Scope::Office, app.today()))
}

/// The petition, where the actor may read it; one out of reach is as if it did not exist.
pub(super) fn readable(
    snapshot: &Snapshot,
    actor: &Actor,
    id: PetitionId,
) -> Result<Petition, AppError> {
    let petition = snapshot.petition(id)?.filter(|petition| actor.may_read(petition));
    petition.ok_or(AppError::NotFound)
}
