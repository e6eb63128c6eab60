//! The steps of a petition: one command of the workflow, one durable transaction.
//!
//! `domain::workflow::decide` says what happens or why not; here the petition is read, the form's age is compared, a
//! number of the office's series is given to a document that has none, and the happenings are written. Called by the
//! pages of a petition and by `/duyet`.

use chrono::{Datelike, NaiveDate};

use super::error::{AppError, Conflict, Refused};
use super::law::Law;
use super::settings::Office;
use super::{App, journal, settings};
use crate::domain::event::{Event, Handling, Happening};
use crate::domain::id::{AccountId, PetitionId, UnitId};
use crate::domain::journal::{Denial, Who};
use crate::domain::organisation::Matter;
use crate::domain::permission::{Actor, Role};
use crate::domain::petition::{AssignmentMode, Facts, Kind, Petition};
use crate::domain::seal::{SealHappening, is_about_access};
use crate::domain::workflow::case::CaseCommand;
use crate::domain::workflow::petition::{PaperCommand, PaperStep, Route};
use crate::domain::workflow::provision::Provision;
use crate::domain::workflow::{self, Capacity, Command, Refusal, acting_as, registering_as};
use crate::label;
use crate::store::Tx;
use crate::store::account::Account;
use crate::store::petition::NewPetition;

/// A command with the legal day of its step, as a form asks for it.
#[derive(Debug, Clone)]
pub struct Step {
    /// What to do. A document without a number gets the next one of its series.
    pub command: Command,
    /// The legal day.
    pub on: NaiveDate,
    /// Revision of the petition that the form was made from.
    pub revision: u32,
}

/// Takes one step.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else was quicker, [`Refused::ByLaw`] with the article when the law or the
/// competence forbids it.
pub fn take(app: &App, actor: &Actor, id: PetitionId, step: Step) -> Result<Petition, AppError> {
    check_day(app, step.on)?;
    let taken = app.write_by(actor, |tx| take_within(app, tx, actor, id, step));
    let taken = taken.inspect_err(|error| note_refusal(app, actor, id, error))?;
    app.note_write(actor);
    Ok(taken)
}

/// What became of one petition of many.
pub type Approved = (PetitionId, Result<(), AppError>);

/// The leader approves the slips of many petitions in one transaction; each stands or falls by itself.
///
/// `chosen` are the petitions with the revisions that the leader saw.
pub fn approve_many(
    app: &App,
    actor: &Actor,
    chosen: &[(PetitionId, u32)],
    remark: Option<&str>,
) -> Result<Vec<Approved>, AppError> {
    let on = app.clock.today();
    let approve = PaperCommand::Approve { changed: None, remark: remark.map(str::to_owned) };
    let outcomes = app.write_by(actor, |tx| {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for (id, revision) in chosen {
            let command = Command::Paper(approve.clone());
            let step = Step { command, on, revision: *revision };
            match take_within(app, tx, actor, *id, step) {
                Ok(_) => outcomes.push((*id, Ok(()))),
                // Refused before anything of it was written; a failure of the store ends all of them.
                Err(
                    refused @ (AppError::Refused(_)
                    | AppError::Conflict(_)
                    | AppError::Forbidden
                    | AppError::NotFound),
                ) => {
                    note_refusal(app, actor, *id, &refused);
                    outcomes.push((*id, Err(refused)));
                }
                Err(
                    failed @ (AppError::Store(_) | AppError::Search(_) | AppError::Internal(_)),
                ) => return Err(failed),
            }
        }
        Ok::<_, AppError>(outcomes)
    })?;
    app.note_write(actor);
    Ok(outcomes)
}

/// Lets the contents of a petition go on as petitions of their own, registered here in the same transaction.
///
/// What is not in a part (sender, group, source, day of receipt) is the whole's.
pub fn split(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    (on, revision): (NaiveDate, u32),
    parts: Vec<Part>,
) -> Result<Vec<PetitionId>, AppError> {
    check_day(app, on)?;
    let made = app.write_by(actor, |tx| {
        let due = app.due();
        let whole = current(tx, actor, id, revision)?;
        let mut into = Vec::with_capacity(parts.len());
        for part in parts {
            let new = part_of(app, actor, &whole, part);
            into.push(tx.register_part(new, whole.id, &due)?);
        }
        let command = Command::Paper(PaperCommand::Split { into: into.clone() });
        take_within(app, tx, actor, id, Step { command, on, revision })?;
        Ok::<_, AppError>(into)
    });
    let made = made.inspect_err(|error| note_refusal(app, actor, id, error))?;
    app.note_write(actor);
    Ok(made)
}

/// Lets the journal know that somebody tried a step which is another's. What a page refuses is noted where it is opened.
fn note_refusal(app: &App, actor: &Actor, id: PetitionId, error: &AppError) {
    if let AppError::Refused(Refused::ByLaw(refused)) = error
        && refused.why == Refusal::NotYours
    {
        let what = journal::Refused::Access(Denial::Step, Some(id));
        app.note_refusal(Who::Account(actor.account), actor.from.clone(), what);
    }
}

/// One content of a petition of several.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it asks for.
    pub kind: Kind,
    /// The matter.
    pub content: String,
}

fn part_of(app: &App, actor: &Actor, whole: &Petition, part: Part) -> NewPetition {
    let facts =
        Facts { kind: part.kind, content: part.content, field: None, ..whole.facts.clone() };
    let received = Event {
        happening: Happening::Received,
        on: facts.received_on,
        entered_at: app.clock.now(),
        by: Some(actor.account),
        capacity: registering_as(actor),
    };
    // The paper file of the whole is that of its parts.
    let outside = whole.protection.outside.clone().map(|file| Event {
        happening: Happening::Seal(SealHappening::KeptOutside { file }),
        ..received.clone()
    });
    NewPetition {
        facts,
        sealed_note: None,
        origin: None,
        // Who splits it does not get to know the sender by it.
        entered_by: whole.entered_by,
        history: std::iter::once(received).chain(outside).collect(),
    }
}

/// The people who may be given a petition of a unit today: its officers and its head.
pub fn officers(app: &App, unit: UnitId) -> Result<Vec<(AccountId, String)>, AppError> {
    let (accounts, today) = (app.store.read()?.accounts()?.into_iter(), app.clock.today());
    let of_unit = accounts.filter(|account| is_officer(account, unit, today));
    Ok(of_unit.map(|account| (account.id, account.full_name)).collect())
}

fn is_officer(account: &Account, unit: UnitId, today: NaiveDate) -> bool {
    account.holds(today, |post| {
        matches!(post.role, Role::UnitOfficer | Role::UnitHead) && post.unit == Some(unit)
    })
}

fn check_day(app: &App, on: NaiveDate) -> Result<(), AppError> {
    if on > app.clock.today() { Err(Refused::FutureDay.into()) } else { Ok(()) }
}

/// One step within a transaction. What is refused has written nothing but, perhaps, taken a number of a document.
fn take_within(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PetitionId,
    step: Step,
) -> Result<Petition, AppError> {
    let petition = current(tx, actor, id, step.revision)?;
    let mut command = step.command;
    check_named(tx, actor, &petition, &command, app.clock.today())?;
    let office = app.office();
    let capacity = acting_as(actor, command.made(), &petition);
    give_number(tx, &office, &mut command, capacity)?;
    let all = app.law();
    let law = all.of(&petition, &office);
    let happenings =
        workflow::decide(&petition, &command, actor, &law, step.on).map_err(Refused::ByLaw)?;
    let after = petition.handling().after(&happenings, step.on);
    let (entered_at, by) = (app.clock.now(), Some(actor.account));
    let event = |happening| Event { happening, on: step.on, entered_at, by, capacity };
    let events: Vec<Event> = happenings.into_iter().map(event).collect();
    check_given(&office, &all, &petition, (&after, step.on))?;
    Ok(tx.record(petition, &events, &app.due())?)
}

/// Whether the unit that a step proposes, or gives the petition to, is there on the day and may settle it if it is to.
pub(super) fn check_given(
    office: &Office,
    law: &Law,
    petition: &Petition,
    (after, on): (&Handling, NaiveDate),
) -> Result<(), Refused> {
    let proposed = after.paper.proposal.as_ref().and_then(|proposal| match proposal.route {
        Route::Accept { unit, mode, .. } => Some((unit, Some(mode))),
        Route::Refuse { .. }
        | Route::Guide { .. }
        | Route::Forward { .. }
        | Route::Urge { .. }
        | Route::Return { .. }
        | Route::FileAway { .. } => None,
    });
    let is_proposed = matches!(after.paper.step, PaperStep::Proposed | PaperStep::AwaitingApproval);
    let given = match &after.assignment {
        Some(given) if petition.assignment.as_ref() != Some(given) => {
            Some((given.unit, given.mode))
        }
        Some(_) | None => proposed.filter(|_| is_proposed),
    };
    let Some((unit, mode)) = given else { return Ok(()) };
    settings::check_there(office, unit, on)?;
    let matter = Matter::of(petition.settled_as(), petition.instance());
    let Some(matter) = matter.filter(|_| mode == Some(AssignmentMode::Settle)) else {
        return Ok(());
    };
    let unit = office.unit(unit);
    if unit.is_some_and(|unit| unit.competence(matter, on, &law.competences).is_competent()) {
        return Ok(());
    }
    let article = law.provisions.citation(Provision::CompetentPerson, on).to_owned();
    Err(Refused::ByLaw(workflow::Refused { why: Refusal::UnitNotCompetent, article }))
}

impl App {
    /// The event of what somebody does and enters now.
    pub(super) fn event_of_now(
        &self,
        actor: &Actor,
        capacity: Option<Capacity>,
        happening: Happening,
    ) -> Event {
        let now = self.clock.now();
        let by = Some(actor.account);
        Event { happening, on: now.date_naive(), entered_at: now, by, capacity }
    }
}

/// The document of a command gets the next number of the series of who issues it, where it has none.
pub(super) fn give_number(
    tx: &mut Tx<'_>,
    office: &Office,
    command: &mut Command,
    capacity: Option<Capacity>,
) -> Result<(), AppError> {
    if let Some(document) = command.document_mut()
        && document.number.is_empty()
    {
        let issuer = capacity.and_then(|capacity| capacity.post.unit);
        let number = tx.next_document(document.kind, issuer, document.dated.year())?;
        let unit = issuer.and_then(|unit| office.unit(unit));
        let unit = unit.map(|unit| (unit.kind, unit.short_name.as_str()));
        document.number = label::document_number(document.kind, number, unit);
    }
    Ok(())
}

/// The petition as it stands, where the actor may read it; one out of reach is as if it did not exist.
pub(super) fn reached(tx: &Tx<'_>, actor: &Actor, id: PetitionId) -> Result<Petition, AppError> {
    let petition = tx.petition(id)?.filter(|petition| actor.may_read(petition));
    petition.ok_or(AppError::NotFound)
}

/// The petition as it stands, where the actor may read it and nothing has happened since the form was made.
pub(super) fn current(
    tx: &Tx<'_>,
    actor: &Actor,
    id: PetitionId,
    revision: u32,
) -> Result<Petition, AppError> {
    let petition = reached(tx, actor, id)?;
    let seen = usize::try_from(revision).unwrap_or(usize::MAX);
    let is_step = |event: &Event| !is_about_access(&event.happening);
    let since: Vec<Event> = tx.history(id)?.into_iter().skip(seen).filter(is_step).collect();
    if since.is_empty() && revision <= petition.revision {
        Ok(petition)
    } else {
        Err(AppError::Conflict(Box::new(Conflict { revision: petition.revision, since })))
    }
}

/// Whether the people, units and petitions that a command names are there for the actor.
fn check_named(
    tx: &Tx<'_>,
    actor: &Actor,
    petition: &Petition,
    command: &Command,
    today: NaiveDate,
) -> Result<(), AppError> {
    match command {
        Command::Case(CaseCommand::GiveToOfficer { officer }) => {
            let account = tx.account(*officer)?;
            let is_one = petition.unit().is_some_and(|unit| {
                account.is_some_and(|account| is_officer(&account, unit, today))
            });
            if is_one { Ok(()) } else { Err(Refused::NotAnOfficer.into()) }
        }
        Command::Case(CaseCommand::TakeFurther { to }) => must_reach(tx, actor, *to),
        Command::Paper(PaperCommand::Classify(found)) => match found.earlier {
            Some((_, earlier)) => must_reach(tx, actor, earlier),
            None => Ok(()),
        },
        Command::Paper(_) | Command::Case(_) => Ok(()),
    }
}

/// A petition that the actor may not read is as one that does not exist: else numbers could be tried out.
fn must_reach(tx: &Tx<'_>, actor: &Actor, id: PetitionId) -> Result<(), AppError> {
    let found = tx.petition(id)?.filter(|petition| actor.may_read(petition));
    if found.is_some() { Ok(()) } else { Err(Refused::NoSuchPetition(id).into()) }
}
