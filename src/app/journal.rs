//! The journal, as use cases write it: who acts, when and from where comes from the actor and the clock.
//!
//! An entry is written in the transaction of what it tells of. The steps of petitions are told by the store itself; a use
//! case says only where they come from (`App::write_by`).

mod pending;
pub mod read;

use super::App;
use super::error::AppError;
use crate::domain::journal::{Act, Entry, Who};
use crate::domain::permission::Actor;
use crate::store::Tx;
use crate::store::error::StoreError;

pub use pending::{Pending, Refused, write_pending};

impl App {
    /// The entry of what somebody does now; without an actor it is the server's console.
    pub fn entry(&self, actor: Option<&Actor>, act: Act) -> Entry {
        let who = actor.map_or(Who::Console, |actor| Who::Account(actor.account));
        Entry::new(self.clock.now(), who, actor.and_then(|actor| actor.from.clone()), act)
    }

    /// Runs `change` in one durable transaction; the journal says that what it does with petitions comes from the actor's
    /// place.
    pub(super) fn write_by<T, E: From<StoreError>>(
        &self,
        actor: &Actor,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.store.write(|tx| {
            tx.comes_from(actor.from.clone());
            change(tx)
        })
    }
}

/// Tells the journal of personal data that is about to leave the system; without an actor, at the server's console.
///
/// # Errors
/// [`Refused::Untold`](super::error::Refused::Untold) on a full disk: what can't be told is not handed out.
pub fn tell(app: &App, actor: Option<&Actor>, act: Act) -> Result<(), AppError> {
    let told = app.store.write(|tx| tx.journal(&app.entry(actor, act)));
    told.map_err(|error| AppError::from(error).of_telling())
}

/// Tells the journal of what was read at the server's console: on a full disk as soon as there is room, because reading
/// goes on.
pub fn tell_of_reading(app: &App, act: Act) -> Result<(), AppError> {
    let entry = app.entry(None, act);
    match app.store.write(|tx| tx.journal(&entry)) {
        Err(StoreError::DiskFull) => app.put_off(entry),
        told => told?,
    }
    Ok(())
}
