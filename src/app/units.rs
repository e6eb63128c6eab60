//! Changes of units over time: rename, remote flag, close, merge, split, and a whole handover plan.
//!
//! A change is one durable transaction (unit, dated row, accounts); then the open petitions that it touches follow, a
//! chunk a transaction, each by an event. Until the last has followed the change is marked as not carried out, so that a
//! killed server goes on where it was at its next start. Settled petitions stay with the unit that settled them.
//! Called by `/quan-tri/don-vi` and `donthu unit`.

mod handover;

use chrono::NaiveDate;

use super::App;
use super::error::{AppError, Refused};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, PetitionId, UnitId};
use crate::domain::journal::{AccountAct, Act, UnitAct};
use crate::domain::listing::Filter;
use crate::domain::organisation::{self, Alteration, Change, Contradiction, Unit};
use crate::domain::permission::{Actor, Right, Role, Scope, require};
use crate::domain::petition::DocumentMention;
use crate::domain::text;
use crate::store::Tx;
use crate::store::account::Account;
use crate::store::columns::Test;

pub use handover::{Plan, PlanLine, apply, plan, read_plan, shipped_plan};

/// Longest reason of a change.
pub const REASON_MAX: usize = 300;
/// Longest number of a document.
pub const NUMBER_MAX: usize = 60;
/// Petitions that follow in one transaction.
const CHUNK: usize = 400;

/// A change as it is asked for.
#[derive(Debug, Clone)]
pub struct Order {
    /// The unit that changes.
    pub unit: UnitId,
    /// What becomes of it. Old values are taken from the unit.
    pub what: Alteration,
    /// The first day on which it holds.
    pub on: NaiveDate,
    /// The document that orders it.
    pub document: DocumentMention,
    /// Why.
    pub reason: String,
    /// Whether the people of a unit that ends go on in its heir; their posts in it end in any case.
    pub with_accounts: bool,
}

/// What a change will do, before it is done.
#[derive(Debug)]
pub struct Preview {
    /// Open petitions that go to the heir.
    pub open: u64,
    /// The heir.
    pub heir: Option<UnitId>,
    /// The accounts of the unit.
    pub accounts: Vec<Holder>,
}

/// Somebody with a post in a unit that ends.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Name to sign in with.
    pub user_name: String,
    /// Full name.
    pub full_name: String,
    /// The post.
    pub role: Role,
}

/// What a change did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Petitions that went to the heir.
    pub moved: u64,
    /// Accounts whose posts in the unit ended.
    pub accounts: usize,
}

/// The petitions that go with a unit: open and held by it. What a page counts and links to.
pub fn open_of(unit: UnitId) -> Filter {
    Filter { unit: Some(unit), ..Filter::open() }
}

/// How many petitions of the office pass.
pub fn count(app: &App, filter: &Filter) -> u64 {
    app.store.columns().count(&Test::new(filter, &Scope::Office, app.today()))
}

/// Says what a change would do, or why it contradicts what is known; nothing is written.
pub fn preview(app: &App, actor: Option<&Actor>, order: &Order) -> Result<Preview, AppError> {
    permit(actor, order.with_accounts)?;
    let snapshot = app.store.read()?;
    changed(app, actor, order, &app.office().units)?;
    Ok(Preview {
        open: count(app, &open_of(order.unit)),
        heir: order.what.heir(),
        accounts: holders(snapshot.accounts()?, order.unit, order.on),
    })
}

/// Carries a change out. `actor` is `None` on the server's console.
///
/// # Errors
/// [`Refused::Unit`] when it contradicts what is known; nothing is written then.
pub fn carry_out(app: &App, actor: Option<&Actor>, order: &Order) -> Result<Done, AppError> {
    permit(actor, order.with_accounts)?;
    let accounts = app.store.write(|tx| {
        let unit = changed(app, actor, order, &tx.units()?)?;
        tx.put_changed_unit(&unit)?;
        tx.journal(&app.entry(actor, Act::Unit { unit: unit.id, what: UnitAct::Changed }))?;
        end_posts(app, tx, actor, (&unit, order.with_accounts))
    })?;
    app.reload_office()?;
    let moved = follow(app, actor, order.unit)?;
    if let Some(actor) = actor {
        app.note_write(actor);
    }
    Ok(Done { moved, accounts })
}

/// Hands over what became open in a unit after it had ended: a past ledger names units of its day.
pub fn hand_over_rest(app: &App, actor: &Actor, unit: UnitId) -> Result<u64, AppError> {
    permit(Some(actor), false)?;
    let moved = follow(app, Some(actor), unit)?;
    app.note_write(actor);
    Ok(moved)
}

/// Goes on with the changes that a stop of the server interrupted.
pub(super) fn resume(app: &App) -> Result<(), AppError> {
    let office = app.office();
    let is_open = |unit: &&Unit| unit.changes.iter().any(|change| !change.is_carried_out);
    for unit in office.units.iter().filter(is_open) {
        let moved = follow(app, None, unit.id)?;
        tracing::info!(unit = unit.id.0, moved, "an interrupted change of a unit is carried out");
    }
    Ok(())
}

fn permit(actor: Option<&Actor>, with_accounts: bool) -> Result<(), AppError> {
    require(actor, Right::ManageUnits)?;
    if with_accounts {
        require(actor, Right::ManageAccounts)?;
    }
    Ok(())
}

/// The unit after the change that is asked for.
fn changed(
    app: &App,
    actor: Option<&Actor>,
    order: &Order,
    units: &[Unit],
) -> Result<Unit, AppError> {
    let unit = units.iter().find(|unit| unit.id == order.unit).ok_or(AppError::NotFound)?;
    let reason = text::line(&order.reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    let number = text::line(&order.document.number, NUMBER_MAX).map_err(|_| Refused::BadText)?;
    let change = Change {
        what: order.what.clone(),
        on: order.on,
        document: DocumentMention { number, dated: order.document.dated },
        reason,
        entered_at: app.clock.now(),
        by: actor.map(|actor| actor.account),
        // No due date goes by a name or by who decides.
        is_carried_out: matches!(
            order.what,
            Alteration::Renamed { .. } | Alteration::Competence { .. }
        ),
    };
    let refused = |reason| AppError::from(Refused::Unit(reason));
    let after = organisation::check(units, unit, change, app.clock.today()).map_err(refused)?;
    let open = count(app, &open_of(unit.id));
    if after.end().is_some() && after.heir().is_none() && open > 0 {
        return Err(refused(Contradiction::OpenPetitions(open)));
    }
    Ok(after)
}

/// Whose posts in a unit end with it; `on` is the first day without it.
fn holders(accounts: Vec<Account>, unit: UnitId, on: NaiveDate) -> Vec<Holder> {
    let of_unit = |account: Account| {
        let posts = account.posts.all().iter().filter(|one| !one.is_over(on)).map(|one| one.post);
        let posts = posts.filter(|post| post.unit == Some(unit));
        let holder = |role| Holder {
            user_name: account.user_name.clone(),
            full_name: account.full_name.clone(),
            role,
        };
        posts.map(|post| holder(post.role)).collect::<Vec<_>>()
    };
    accounts.into_iter().flat_map(of_unit).collect()
}

/// Ends the posts in a unit that ended, on its last day, and begins them in its heir the day after where the people go
/// on there; those who held them sign in again. Gives how many people that were.
fn end_posts(
    app: &App,
    tx: &mut Tx<'_>,
    actor: Option<&Actor>,
    (unit, with_accounts): (&Unit, bool),
) -> Result<usize, AppError> {
    let Some(end) = unit.end() else { return Ok(0) };
    let heir = unit.heir().filter(|_| with_accounts);
    let mut ended = 0;
    for mut account in tx.accounts()? {
        if account.posts.unit_ended(unit.id, heir, end.on) {
            tx.put_account(&account)?;
            let act = Act::Account { account: account.id, what: AccountAct::Posts };
            tx.journal(&app.entry(actor, act))?;
            tx.end_sessions_of(account.id, None)?;
            app.unwritten.end_all(account.id, None);
            ended += 1;
        }
    }
    Ok(ended)
}

/// Lets the open petitions of a unit follow its changes, and marks those as carried out. Gives how many were moved.
fn follow(app: &App, actor: Option<&Actor>, unit: UnitId) -> Result<u64, AppError> {
    let office = app.office();
    let ended = office.unit(unit).and_then(Unit::end).zip(office.living_heir(unit));
    let test = Test::new(&open_of(unit), &Scope::Office, app.today());
    let ids: Vec<PetitionId> = app.store.columns().matching(&test).collect();
    let mut moved = 0;
    for chunk in ids.chunks(CHUNK) {
        moved += app.store.write(|tx| {
            tx.comes_from(actor.and_then(|actor| actor.from.clone()));
            let mut moved = 0;
            for id in chunk {
                match ended {
                    Some((end, heir)) => {
                        moved += u64::from(hand_over(app, tx, *id, (unit, heir, end))?);
                    }
                    None => drop(tx.reckon(*id, &app.due())?),
                }
            }
            Ok::<u64, AppError>(moved)
        })?;
        app.index.wake();
    }
    app.store.write(|tx| {
        if moved > 0 {
            let what = UnitAct::HandedOver(moved);
            tx.journal(&app.entry(actor, Act::Unit { unit, what }))?;
        }
        tx.set_carried_out(unit)
    })?;
    app.reload_office()?;
    Ok(moved)
}

/// Hands one petition over, unless it was settled or given away meanwhile.
fn hand_over(
    app: &App,
    tx: &mut Tx<'_>,
    id: PetitionId,
    (from, to, end): (UnitId, UnitId, &Change),
) -> Result<bool, AppError> {
    let petition = tx.petition(id)?.filter(|one| one.unit() == Some(from));
    let Some(petition) = petition.filter(|one| one.status().is_open()) else { return Ok(false) };
    let case = petition.case.as_ref();
    let keeps_officer = match case.and_then(|case| case.officer) {
        Some(officer) => has_post(tx, officer, (to, app.clock.today()))?,
        None => false,
    };
    // What was entered before the handover was keeps its place in the order of days.
    let last_step = case.map_or(petition.facts.received_on, |case| case.moved_on);
    let event = Event {
        happening: Happening::HandedOver {
            from,
            to,
            document: end.document.clone(),
            reason: end.reason.clone(),
            keeps_officer,
        },
        on: end.on.max(petition.facts.received_on).max(last_step),
        entered_at: app.clock.now(),
        by: end.by,
        capacity: None,
    };
    tx.record(petition, &[event], &app.due())?;
    Ok(true)
}

fn has_post(
    tx: &Tx<'_>,
    account: AccountId,
    (unit, today): (UnitId, NaiveDate),
) -> Result<bool, AppError> {
    let account = tx.account(account)?;
    Ok(account.is_some_and(|one| one.posts.on(today).any(|post| post.unit == Some(unit))))
}
