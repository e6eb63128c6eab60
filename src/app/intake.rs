//! Receiving a petition: one durable transaction gives it its number; a double click makes one.

use chrono::{Datelike, NaiveDate};

use super::App;
use super::error::{AppError, Refused};
use crate::domain::event::{Event, Happening};
use crate::domain::id::PetitionId;
use crate::domain::permission::{Actor, Right, require};
use crate::domain::petition::{Facts, Kind, Petition};
use crate::domain::seal::SealHappening;
use crate::domain::workflow::registering_as;
use crate::store::petition::NewPetition;

/// First year of receipt that a book can have.
pub const FIRST_YEAR: i32 = 1990;

/// Registers a petition under the next number of its year.
///
/// `form_key` is drawn once for each blank form: the same form sent again gives the same petition, and is refused when
/// it holds something else by now.
///
/// # Errors
/// When the actor may not register, or the day of receipt is implausible.
pub fn register(
    app: &App,
    actor: &Actor,
    form_key: u128,
    facts: Facts,
) -> Result<PetitionId, AppError> {
    register_protected(app, actor, form_key, facts, None)
}

/// Like [`register`]; `protection` is what the intake notes of the sender's protection beside what the kind brings with
/// it: that it was asked for, or that the identity is in a paper file alone.
pub fn register_protected(
    app: &App,
    actor: &Actor,
    form_key: u128,
    facts: Facts,
    protection: Option<SealHappening>,
) -> Result<PetitionId, AppError> {
    require(actor, Right::Register)?;
    let now = app.clock.now();
    if !is_plausible_receipt(facts.received_on, now.date_naive()) {
        return Err(Refused::ImplausibleReceipt.into());
    }
    let is_outside = matches!(protection, Some(SealHappening::KeptOutside { .. }));
    if is_outside && (facts.petitioner.is_some() || facts.kind != Kind::Denunciation) {
        return Err(Refused::BadText.into());
    }
    let happenings = std::iter::once(Happening::Received).chain(protection.map(Happening::Seal));
    let event = |happening| Event {
        happening,
        on: facts.received_on,
        entered_at: now,
        by: Some(actor.account),
        capacity: registering_as(actor),
    };
    let history = happenings.map(event).collect();
    let new = NewPetition {
        facts,
        sealed_note: None,
        origin: None,
        entered_by: Some(actor.account),
        history,
    };
    let id = app.write_by(actor, |tx| {
        let due = app.due();
        if let Some(made) = tx.made_by_form(form_key)? {
            let is_same =
                tx.petition(made)?.is_some_and(|petition| tells_the_same(&petition, &new));
            return if is_same { Ok(made) } else { Err(Refused::FormUsed(made).into()) };
        }
        let id = tx.register(new, &due)?;
        tx.remember_form(form_key, id)?;
        Ok::<_, AppError>(id)
    })?;
    app.note_write(actor);
    Ok(id)
}

/// Whether a form that was sent again holds what the petition was made of. A protected sender is not compared.
fn tells_the_same(petition: &Petition, new: &NewPetition) -> bool {
    let (made, sent) = (&petition.facts, &new.facts);
    let is_same_sender = petition.is_sealed() || made.petitioner == sent.petitioner;
    is_same_sender
        && (made.kind, made.received_on, &made.content)
            == (sent.kind, sent.received_on, &sent.content)
}

/// Whether a petition can have been received on this day: not in the future, not before any book.
pub fn is_plausible_receipt(received_on: NaiveDate, today: NaiveDate) -> bool {
    received_on <= today && received_on.year() >= FIRST_YEAR
}
