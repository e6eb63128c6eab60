//! The practice office: invented people and petitions in a data folder of its own.
//!
//! Written through the same transactions as real petitions, only in bulk; the same size and day give the same data.
//! Recent petitions go the way of the workflow, each step decided by the law of its day; older ones have the short
//! history of a past ledger, as in an office that changed over. Called by `donthu demo` and the benchmarks.

mod steps;

use chrono::{Datelike, Days, NaiveDate};

use super::App;
use super::account::{self, NewAccount};
use super::error::AppError;
use super::settings::{self, Office};
use crate::domain::event::{Event, Happening};
use crate::domain::id::UnitId;
use crate::domain::journal::Who;
use crate::domain::permission::{Post, Role};
use crate::practice::{Practice, PracticePetition, practice_accounts};
use crate::store::journal::Together;
use crate::store::petition::NewPetition;

use steps::Staff;

/// Name of the practice office: nobody takes it for a real one.
pub const OFFICE_NAME: &str = "Đơn thư Quy Nhơn (thực hành)";
/// Petitions of a real year, that of 2017.
pub const USUAL_PETITIONS: u64 = 2289;
/// Everybody gets the same practice data.
const SEED: u64 = 20_180_202;
/// How long the people of the practice office are in their posts.
const YEARS_IN_POST: i32 = 10;
/// Petitions of one transaction while filling; a usual year is one, so that its documents are numbered by their days.
const CHUNK: usize = 2500;

/// A practice account, to be printed.
#[derive(Debug, Clone)]
pub struct PracticeLogin {
    /// Name to sign in with.
    pub user_name: String,
    /// Invented person.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// Name of the unit that the role is held for; `None` where it is the office's.
    pub unit: Option<String>,
}

/// Fills an empty data folder with a practice office whose book ends today.
///
/// `progress` hears how many petitions are in.
pub fn fill(
    app: &App,
    petitions: u64,
    password: &str,
    progress: &mut dyn FnMut(u64),
) -> Result<Vec<PracticeLogin>, AppError> {
    settings::seed(app, Some(OFFICE_NAME))?;
    let logins = open_accounts(app, password)?;
    let office = app.office();
    let today = app.clock.today();
    let mut made = 0;
    let mut practice = Practice::new(SEED, petitions, today, &office.units);
    loop {
        let chunk: Vec<PracticePetition> = practice.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        made += chunk.len() as u64;
        register(app, chunk)?;
        progress(made);
    }
    make_durable(app)?;
    app.index.wake();
    Ok(logins)
}

/// Opens the accounts of the practice office; returns those that whoever tries it out is told of.
pub fn open_accounts(app: &App, password: &str) -> Result<Vec<PracticeLogin>, AppError> {
    let office = app.office();
    let mut logins = Vec::new();
    for person in practice_accounts(&office.units) {
        let role = person.role;
        let unit = person.unit.filter(|_| role.is_of_a_unit());
        let new = NewAccount {
            user_name: person.user_name.clone(),
            full_name: person.full_name.clone(),
            password: password.to_owned(),
            posts: vec![Post { role, unit }.since(posts_since(app.clock.today(), &office, unit))],
        };
        account::create(app, None, new)?;
        if person.is_told {
            let unit = unit.map(|unit| office.full_name(unit).to_owned());
            let (user_name, full_name) = (person.user_name, person.full_name);
            logins.push(PracticeLogin { user_name, full_name, role, unit });
        }
    }
    Ok(logins)
}

/// The first day of a practice post: years ago, so that its holder has taken all steps in it, but not before its unit.
fn posts_since(today: NaiveDate, office: &Office, unit: Option<UnitId>) -> NaiveDate {
    let day = NaiveDate::from_ymd_opt(today.year() - YEARS_IN_POST, 1, 1).unwrap_or(today);
    let unit_from = unit.and_then(|unit| office.unit(unit)?.valid_from);
    unit_from.map_or(day, |from| from.max(day))
}

/// Registers practice petitions in one transaction, durable only after [`make_durable`].
///
/// Steps are taken by the people of [`open_accounts`]; without them they are left out.
pub fn register(app: &App, petitions: Vec<PracticePetition>) -> Result<(), AppError> {
    app.store.write_deferred(|tx| {
        let (due, staff) = (app.due(), Staff::of(tx, app.clock.today())?);
        tx.enter_together(Together::Practice, app.clock.now(), Who::Console);
        let (past, recent): (Vec<_>, Vec<_>) =
            petitions.into_iter().partition(|petition| petition.steps.is_none());
        for petition in past {
            tx.register(as_ledger(app, petition), &due)?;
        }
        for new in staff.handle(app, tx, recent)? {
            tx.register(new, &due)?;
        }
        Ok(())
    })
}

/// Makes everything registered so far durable.
pub fn make_durable(app: &App) -> Result<(), AppError> {
    app.store.write(|_| Ok(()))
}

/// The short history of a past ledger.
fn as_ledger(app: &App, practice: PracticePetition) -> NewPetition {
    let received_on = practice.facts.received_on;
    let event = |happening, on: NaiveDate| Event {
        happening,
        on,
        entered_at: app.clock.now(),
        by: None,
        capacity: None,
    };
    let mut history = vec![event(Happening::Received, received_on)];
    if let Some(assignment) = practice.assignment {
        let dated = assignment.document.as_ref().and_then(|document| document.dated);
        let on = dated.unwrap_or(received_on + Days::new(1));
        history.push(event(Happening::Assigned(assignment), on));
    }
    if let Some(outcome) = practice.outcome {
        let on = outcome.document.dated.unwrap_or(received_on);
        history.push(event(Happening::Resolved(outcome), on));
    } else if practice.filed_away {
        history.push(event(Happening::FiledAway, received_on));
    }
    NewPetition {
        facts: practice.facts,
        sealed_note: None,
        origin: None,
        entered_by: None,
        history,
    }
}
