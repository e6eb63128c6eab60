//! The practice office: invented people and petitions in a data folder of its own.
//!
//! Written through the same transactions as real petitions, only in bulk; the same size and day give the same data.

use chrono::{Days, NaiveDate};

use super::App;
use super::account::{self, NewAccount};
use super::error::AppError;
use super::settings;
use crate::domain::event::{Event, Happening};
use crate::domain::permission::{Post, Role};
use crate::practice::{Practice, PracticePetition, practice_accounts};
use crate::store::petition::NewPetition;

/// Name of the practice office: nobody takes it for a real one.
pub const OFFICE_NAME: &str = "Đơn thư Quy Nhơn (thực hành)";
/// Petitions of a real year, that of 2017.
pub const USUAL_PETITIONS: u64 = 2289;
/// Everybody gets the same practice data.
const SEED: u64 = 20_180_202;
/// Petitions of one transaction while filling.
const CHUNK: usize = 2000;

/// A practice account, to be printed.
#[derive(Debug, Clone)]
pub struct PracticeLogin {
    /// Name to sign in with.
    pub user_name: String,
    /// Invented person.
    pub full_name: String,
    /// Role.
    pub role: Role,
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
    let mut logins = Vec::new();
    for person in practice_accounts() {
        let role = Role::ALL.iter().copied().find(|role| format!("{role:?}") == person.role);
        let Some(role) = role else { continue };
        let unit = office.names.find(&person.unit);
        let unit = unit.filter(|_| role.is_of_a_unit());
        let new = NewAccount {
            user_name: person.user_name.clone(),
            full_name: person.full_name.clone(),
            password: password.to_owned(),
            posts: vec![Post { role, unit }],
        };
        account::create(app, None, new)?;
        logins.push(PracticeLogin {
            user_name: person.user_name,
            full_name: person.full_name,
            role,
        });
    }
    app.index.wake();
    Ok(logins)
}

/// Registers practice petitions in one transaction, durable only after [`make_durable`].
pub fn register(app: &App, petitions: Vec<PracticePetition>) -> Result<(), AppError> {
    app.store.write_deferred(|tx| {
        let due = app.due();
        for petition in petitions {
            tx.register(new_petition(app, petition), &due)?;
        }
        Ok(())
    })
}

/// Makes everything registered so far durable.
pub fn make_durable(app: &App) -> Result<(), AppError> {
    app.store.write(|_| Ok(()))
}

fn new_petition(app: &App, practice: PracticePetition) -> NewPetition {
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
