//! Putting right what the intake wrote down: one event with the old values and a reason, in one durable transaction.
//!
//! The day of receipt stays within the year of the number and not after the first step. A protected sender is shown and
//! corrected only by who may open the identity, and its values go under the seal, never into the event (`store`).
//! Called by the pages of a petition.

pub mod step;

use chrono::{Datelike, NaiveDate};

use super::App;
use super::browse::readable;
use super::error::{AppError, CorrectionRefused, Refused};
use super::handle::current;
use super::identity::REASON_MAX;
use crate::domain::correction::{Correctable, Correction, last_receipt, may_correct};
use crate::domain::event::Happening;
use crate::domain::id::PetitionId;
use crate::domain::permission::{Actor, may_open_identity};
use crate::domain::petition::{Facts, Petition};
use crate::domain::text;
use crate::store::Tx;

/// What a form asks to put right: everything as it should be.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The facts; the kind is not looked at.
    pub facts: Facts,
    /// Whether the form had the sender's fields: without them the sender stays.
    pub has_sender: bool,
    /// Why.
    pub reason: String,
    /// Revision of the petition that the form was made from.
    pub revision: u32,
}

/// What a form is made from.
#[derive(Debug)]
pub struct Before {
    /// The petition.
    pub petition: Petition,
    /// The last day on which it can have been received; `None` is any.
    pub last_receipt: Option<NaiveDate>,
}

/// The petition, for one who may correct it.
///
/// # Errors
/// [`AppError::Forbidden`] when the actor may read but not correct it.
pub fn before(app: &App, actor: &Actor, id: PetitionId) -> Result<Before, AppError> {
    let snapshot = app.store.read()?;
    let petition = readable(&snapshot, actor, id)?;
    may_correct(actor, &petition).ok_or(AppError::Forbidden)?;
    Ok(Before { petition, last_receipt: last_receipt(&snapshot.history(id)?) })
}

/// Whether a petition of this number can have been received on the day.
///
/// # Errors
/// [`CorrectionRefused::ReceiptOfAnotherYear`], [`CorrectionRefused::ReceiptAfterStep`].
pub fn check_receipt(
    id: PetitionId,
    received_on: NaiveDate,
    last: Option<NaiveDate>,
) -> Result<(), CorrectionRefused> {
    if received_on.year() != i32::from(id.year) {
        return Err(CorrectionRefused::ReceiptOfAnotherYear(id.year));
    }
    match last.filter(|last| received_on > *last) {
        Some(last) => Err(CorrectionRefused::ReceiptAfterStep(last)),
        None => Ok(()),
    }
}

/// Corrects a petition.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else was quicker; [`Refused`] when nothing differs, the reason is missing, or
/// the day of receipt can't be.
pub fn correct(app: &App, actor: &Actor, id: PetitionId, asked: &Asked) -> Result<(), AppError> {
    let reason = text::line(&asked.reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    app.write_by(actor, |tx| {
        let due = app.due();
        let petition = current(tx, actor, id, asked.revision)?;
        let capacity = may_correct(actor, &petition).ok_or(AppError::Forbidden)?;
        let before = shown(tx, actor, &petition, asked.has_sender)?;
        let after = wanted(&before, asked);
        if after.received_on != before.received_on {
            check_receipt(id, after.received_on, last_receipt(&tx.history(id)?))
                .map_err(Refused::from)?;
            if after.received_on > app.clock.today() {
                return Err(Refused::ImplausibleReceipt.into());
            }
        }
        let changes = Correctable(&before).changes(Correctable(&after));
        if changes.is_empty() {
            return Err(Refused::from(CorrectionRefused::Nothing).into());
        }
        let happening = Happening::Corrected(Correction { changes, reason });
        let event = app.event_of_now(actor, Some(capacity), happening);
        tx.correct(petition, event, (after, asked.has_sender), &due)?;
        Ok::<_, AppError>(())
    })?;
    app.note_write(actor);
    Ok(())
}

/// What the actor could see of the petition when filling the form in.
fn shown(
    tx: &Tx<'_>,
    actor: &Actor,
    petition: &Petition,
    has_sender: bool,
) -> Result<Facts, AppError> {
    let mut before = petition.facts.clone();
    if petition.is_sealed() && has_sender {
        let permit = may_open_identity(actor, petition).ok_or(AppError::Forbidden)?;
        let sealed = tx.protected_sender(petition.id)?.ok_or(AppError::NotFound)?;
        before.petitioner.clone_from(&sealed.open(&permit).petitioner);
    }
    Ok(before)
}

/// What the record is to say: what the form did not have stays as it is.
fn wanted(before: &Facts, asked: &Asked) -> Facts {
    let mut facts = Facts { kind: before.kind, ..asked.facts.clone() };
    if !asked.has_sender {
        facts.petitioner.clone_from(&before.petitioner);
    }
    facts
}
