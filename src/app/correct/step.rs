//! Putting right a step that was entered wrongly: its day, and number and signer of its document.
//!
//! One event in one durable transaction, with the old values and a reason; whatever the history leads to from then on
//! (state, clocks, due date) is written with it. An acceptance is judged by the row of its new day. Called by the page
//! of a recorded step.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::app::App;
use crate::app::browse::readable;
use crate::app::error::{AppError, Refused};
use crate::app::handle::current;
use crate::app::identity::REASON_MAX;
use crate::domain::correction::step::{
    StepCorrection, StepFacts, StepFault, as_corrected, check, events_of, may_correct, slice,
};
use crate::domain::event::{Event, Happening};
use crate::domain::id::PetitionId;
use crate::domain::permission::Actor;
use crate::domain::petition::Petition;
use crate::domain::text;
use crate::domain::workflow::Refusal;
use crate::domain::workflow::case::{CaseHappening, rule_of_acceptance};
use crate::domain::workflow::provision::Provision;

/// A recorded step, for one who may correct it.
#[derive(Debug)]
pub struct Recorded {
    /// The petition.
    pub petition: Petition,
    /// Its events, as the corrections so far leave them.
    pub events: Vec<Event>,
    /// What is told of it now.
    pub facts: StepFacts,
}

/// What a form asks to put right.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The day.
    pub on: NaiveDate,
    /// Number of the document; not looked at where it has none.
    pub number: Option<String>,
    /// Its signer; not looked at where it has none.
    pub signer: Option<String>,
    /// Why.
    pub reason: String,
    /// Revision of the petition that the form was made from.
    pub revision: u32,
}

/// The step that the event of this number belongs to.
///
/// # Errors
/// [`AppError::NotFound`] where it is no step, [`AppError::Forbidden`] where the actor may not correct it.
pub fn recorded(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    number: u32,
) -> Result<Recorded, AppError> {
    let snapshot = app.store.read()?;
    let petition = readable(&snapshot, actor, id)?;
    let history = snapshot.history(id)?;
    let (_, events, facts) = step_of(&history, number)?;
    may_correct(actor, &petition, &events).ok_or(AppError::Forbidden)?;
    Ok(Recorded { petition, events, facts })
}

/// Numbers of the events of a history that the actor may put right.
pub fn correctable(actor: &Actor, petition: &Petition, history: &[Event]) -> Vec<u32> {
    let numbers = 1..=petition.revision;
    let may = |number: &u32| {
        events_of(history, *number)
            .is_some_and(|step| may_correct(actor, petition, slice(history, &step)).is_some())
    };
    numbers.filter(may).collect()
}

/// Corrects a step.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else was quicker; [`Refused`] when nothing differs, the day does not fit between
/// the other steps, or a due date can't be reckoned any more.
pub fn correct(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    (number, asked): (u32, &Asked),
) -> Result<(), AppError> {
    let reason = text::line(&asked.reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    app.write_by(actor, |tx| {
        let petition = current(tx, actor, id, asked.revision)?;
        let history = tx.history(id)?;
        let (events, step, was) = step_of(&history, number)?;
        let capacity = may_correct(actor, &petition, &step).ok_or(AppError::Forbidden)?;
        let now = StepFacts {
            on: asked.on,
            number: asked.number.clone().filter(|_| was.number.is_some()),
            signer: asked.signer.clone().filter(|_| was.signer.is_some()),
        };
        let law = app.law();
        let is_acceptance = step.iter().any(|event| {
            matches!(event.happening, Happening::Case(CaseHappening::Accepted { .. }))
        });
        let rule = is_acceptance
            .then(|| rule_of_acceptance(&law.of(&petition, &app.office()), &petition, asked.on));
        let correction = StepCorrection {
            events: (*events.start(), *events.end()),
            was,
            now,
            rule: rule.flatten(),
            reason,
        };
        let days = (petition.facts.received_on, app.clock.today());
        check(&history, &correction, days).map_err(Refused::from)?;
        let happening = Happening::StepCorrected(correction);
        let event = app.event_of_now(actor, Some(capacity), happening);
        let after = tx.correct_step(petition, &event, &app.due())?;
        check_term(app, &after)?;
        Ok::<_, AppError>(())
    })?;
    app.note_write(actor);
    Ok(())
}

/// The step of an event: its numbers, its events as corrected so far, and what they tell.
fn step_of(
    history: &[Event],
    number: u32,
) -> Result<(RangeInclusive<u32>, Vec<Event>, StepFacts), AppError> {
    let known = as_corrected(history);
    let events = events_of(history, number).ok_or(AppError::NotFound)?;
    let step = slice(&known, &events).to_vec();
    let facts = StepFacts::of(&step).ok_or(Refused::from(StepFault::NoStep))?;
    Ok((events, step, facts))
}

/// Whether the term of settling can still be reckoned: an extension that was granted in time must have been so.
fn check_term(app: &App, petition: &Petition) -> Result<(), AppError> {
    let law = app.law();
    let clock = petition.case.as_ref().and_then(|case| case.settling(&law.rulebook));
    let Some(clock) = clock else { return Ok(()) };
    match clock.explain(&law.calendar, app.clock.today()) {
        Ok(_) => Ok(()),
        Err(wrong) => {
            let on = clock.base;
            let provision = Provision::settling(petition.settled_as());
            let article = law.provisions.citation(provision, on).to_owned();
            let why = Refusal::Deadline(wrong);
            Err(Refused::ByLaw(crate::domain::workflow::Refused { why, article }).into())
        }
    }
}
