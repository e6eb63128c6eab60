//! Người gửi được giữ bí mật: opening, who else may know, asking for protection and lifting it.
//!
//! Each change is one event in the petition's history; nothing of a sender's identity is in any of them. Who may do what
//! is `domain::seal` and `permission::may_open_identity`. Called by the pages of a petition, the home page, the search
//! and the intake.

use std::path::Path;

use chrono::{Days, NaiveDate};

use super::browse::readable;
use super::error::{AppError, Refused};
use super::handle::reached;
use super::{App, journal};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::journal::{Act, SealKeyAct};
use crate::domain::permission::{Actor, Right, may_open_identity, require};
use crate::domain::person::{Mark, Petitioner, ProtectedSender};
use crate::domain::petition::{DocumentMention, Petition};
use crate::domain::seal::{
    SealHappening, may_ask, may_lift, may_name_readers, may_read_reasons, without_reasons,
};
use crate::domain::text;
use crate::domain::workflow::{Capacity, deciding_as, opening_as};
use crate::store::petition::ListRow;
use crate::store::seal::{Rotated, SealFault, SealStatus};
use crate::store::{Snapshot, Tx};

/// Longest reason.
pub const REASON_MAX: usize = 300;
/// Longest number of a document or a paper file.
pub const NUMBER_MAX: usize = 60;
/// How far back the competent person reads the openings.
pub const OPENINGS_DAYS: u64 = 7;
/// Most hits of a search among protected senders.
const HITS: usize = 20;

/// Opens the identity of a protected sender, for a reason that the history keeps.
///
/// # Errors
/// [`AppError::Forbidden`] when the actor may not; [`Refused::Seal`] when the key is missing: then nothing is written.
pub fn open(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    reason: &str,
) -> Result<ProtectedSender, AppError> {
    let reason = line(reason)?;
    let opened = app.write_by(actor, |tx| {
        let petition = reached(tx, actor, id)?;
        let permit = may_open_identity(actor, &petition).ok_or(AppError::Forbidden)?;
        let sealed = tx.protected_sender(id)?.ok_or(AppError::NotFound)?;
        let capacity = opening_as(actor, &petition);
        happen(app, tx, petition, (actor, capacity), Happening::IdentityOpened { reason })?;
        Ok::<_, AppError>(sealed.open(&permit).clone())
    });
    let opened = opened.map_err(AppError::of_telling)?;
    app.note_write(actor);
    Ok(opened)
}

/// A change of a sender's protection, as a form asks for it.
#[derive(Debug, Clone)]
pub enum Change {
    /// Let somebody know.
    Give {
        /// Who.
        to: AccountId,
        /// Why.
        reason: String,
    },
    /// End that.
    End {
        /// Whose.
        to: AccountId,
    },
    /// The sender asks to be protected.
    Ask {
        /// Why.
        reason: String,
    },
    /// The sender is not protected any more.
    Lift {
        /// The decision.
        document: DocumentMention,
        /// Why.
        reason: String,
    },
}

/// Changes the protection of a petition's sender.
///
/// # Errors
/// [`AppError::Forbidden`] when it is not the actor's; [`Refused`] when a reason is missing, the person can't be let know,
/// or the key of the seal is missing.
pub fn change(app: &App, actor: &Actor, id: PetitionId, change: Change) -> Result<(), AppError> {
    app.write_by(actor, |tx| {
        let petition = reached(tx, actor, id)?;
        let (capacity, step) = checked(tx, (actor, app.clock.today()), &petition, change)?;
        happen(app, tx, petition, (actor, Some(capacity)), Happening::Seal(step))
    })?;
    app.note_write(actor);
    Ok(())
}

fn checked(
    tx: &Tx<'_>,
    (actor, today): (&Actor, NaiveDate),
    petition: &Petition,
    change: Change,
) -> Result<(Capacity, SealHappening), AppError> {
    let naming = || may_name_readers(actor, petition).ok_or(AppError::Forbidden);
    Ok(match change {
        Change::Give { to, reason } => {
            let capacity = naming()?;
            let reason = line(&reason)?;
            let account = tx.account(to)?.filter(|account| account.is_active);
            let may_be_let_know =
                account.is_some_and(|account| may_be_named(&account.actor(today), petition));
            if !may_be_let_know {
                return Err(Refused::CannotBeLetKnow.into());
            }
            (capacity, SealHappening::AccessGiven { to, reason })
        }
        Change::End { to } => {
            let capacity = naming()?;
            if !petition.protection.readers.contains(&to) {
                return Err(AppError::NotFound);
            }
            (capacity, SealHappening::AccessEnded { to })
        }
        Change::Ask { reason } => {
            let capacity = may_ask(actor, petition).ok_or(AppError::Forbidden)?;
            (capacity, SealHappening::Asked { reason: Some(line(&reason)?) })
        }
        Change::Lift { document, reason } => {
            let capacity = may_lift(actor, petition).ok_or(AppError::Forbidden)?;
            if document.number.is_empty() {
                return Err(Refused::BadText.into());
            }
            (capacity, SealHappening::Lifted { document, reason: line(&reason)? })
        }
    })
}

/// Whether the competent person can let this person know: who reaches the petition and does not know yet.
fn may_be_named(person: &Actor, petition: &Petition) -> bool {
    person.may_read(petition) && may_open_identity(person, petition).is_none()
}

fn happen(
    app: &App,
    tx: &mut Tx<'_>,
    petition: Petition,
    (actor, capacity): (&Actor, Option<Capacity>),
    happening: Happening,
) -> Result<(), AppError> {
    let event = app.event_of_now(actor, capacity, happening);
    tx.record(petition, &[event], &app.due())?;
    Ok(())
}

fn line(reason: &str) -> Result<String, AppError> {
    text::line(reason, REASON_MAX).map_err(|_| Refused::BadText.into())
}

/// What a reader may do about a sender who is protected, or asks for it.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// Open the sealed identity.
    pub open: bool,
    /// See who knows it and who opened it.
    pub see_access: bool,
    /// Record that the sender asks to be protected.
    pub ask: bool,
    /// Why it can't be opened now.
    pub fault: Option<SealFault>,
}

pub(super) fn allowed(snapshot: &Snapshot, actor: &Actor, petition: &Petition) -> Allowed {
    Allowed {
        open: petition.holds_identity() && may_open_identity(actor, petition).is_some(),
        see_access: petition.is_sealed() && may_read_reasons(actor, petition),
        ask: may_ask(actor, petition).is_some(),
        fault: snapshot.seal_fault().filter(|_| petition.holds_identity()).cloned(),
    }
}

/// What the page about a petition's sender shows.
#[derive(Debug)]
pub struct Overview {
    /// The petition.
    pub petition: Petition,
    /// What the actor may do.
    pub allowed: Allowed,
    /// Whether the actor names who may know, and lifts the seal.
    pub is_competent: bool,
    /// Who was let know, with the event that says so.
    pub readers: Vec<(AccountId, Event)>,
    /// Who can be let know, for the competent person.
    pub candidates: Vec<(AccountId, String)>,
    /// When the identity was opened, the last time first.
    pub openings: Vec<Event>,
}

/// What is known about who knows a petition's sender.
///
/// # Errors
/// [`AppError::Forbidden`] for who neither may know nor watches over it nor can ask for protection.
pub fn overview(app: &App, actor: &Actor, id: PetitionId) -> Result<Overview, AppError> {
    let snapshot = app.store.read()?;
    let petition = readable(&snapshot, actor, id)?;
    let allowed = allowed(&snapshot, actor, &petition);
    if !allowed.see_access && !allowed.ask {
        return Err(AppError::Forbidden);
    }
    let is_competent = may_name_readers(actor, &petition).is_some();
    let history = if allowed.see_access { snapshot.history(id)? } else { Vec::new() };
    let given = |to: AccountId| {
        let is_its = |event: &&Event| matches!(&event.happening, Happening::Seal(SealHappening::AccessGiven { to: one, .. }) if *one == to);
        history.iter().rev().find(is_its).map(|event| (to, event.clone()))
    };
    let readers = petition.protection.readers.iter().copied().filter_map(given).collect();
    let is_opening = |event: &&Event| matches!(event.happening, Happening::IdentityOpened { .. });
    let openings = history.iter().rev().filter(is_opening).cloned().collect();
    Ok(Overview {
        is_competent,
        readers,
        candidates: if is_competent {
            candidates(&snapshot, app.clock.today(), &petition)?
        } else {
            Vec::new()
        },
        openings,
        allowed,
        petition,
    })
}

fn candidates(
    snapshot: &Snapshot,
    today: NaiveDate,
    petition: &Petition,
) -> Result<Vec<(AccountId, String)>, AppError> {
    let accounts = snapshot.accounts()?.into_iter();
    let can = accounts
        .filter(|account| account.is_active && may_be_named(&account.actor(today), petition));
    Ok(can.map(|account| (account.id, account.full_name)).collect())
}

/// A history as this person may read it.
pub(super) fn told(actor: &Actor, petition: &Petition, history: Vec<Event>) -> Vec<Event> {
    if may_read_reasons(actor, petition) {
        history
    } else {
        without_reasons(history, petition.is_sealed())
    }
}

/// An opening of an identity, for the person who is competent for the petition.
#[derive(Debug)]
pub struct Opening {
    /// The petition as lists show it.
    pub row: ListRow,
    /// The event.
    pub event: Event,
}

/// Identities opened of late in the petitions for which the actor is the competent person, the latest first.
pub fn openings(app: &App, actor: &Actor) -> Result<Vec<Opening>, AppError> {
    require(actor, Right::ReadPetitions)?;
    let now = app.clock.now();
    let since = now.checked_sub_days(Days::new(OPENINGS_DAYS)).unwrap_or(now);
    let snapshot = app.store.read()?;
    let mut openings = Vec::new();
    for (id, number) in snapshot.openings_since(since)? {
        let Some(petition) = snapshot.petition(id)? else { continue };
        if !actor.may_read(&petition) || deciding_as(actor, &petition).is_none() {
            continue;
        }
        let event = snapshot.history(id)?.into_iter().nth(number as usize - 1);
        let row = snapshot.list_rows(&[id])?.pop();
        openings.extend(row.zip(event).map(|(row, event)| Opening { row, event }));
    }
    Ok(openings)
}

/// Petitions whose protected sender is exactly what was typed, for a reader who may know each of them; nobody else learns
/// that there are any.
pub fn named(app: &App, actor: &Actor, typed: &str) -> Result<Vec<ListRow>, AppError> {
    let snapshot = app.store.read()?;
    if snapshot.seal_fault().is_some() || !actor.has(Right::ReadPetitions) {
        return Ok(Vec::new());
    }
    let mut known = Vec::new();
    for id in snapshot.sealed_matches(&Mark::of_text(typed))? {
        let petition = snapshot.petition(id)?;
        let knows = petition.is_some_and(|petition| may_open_identity(actor, &petition).is_some());
        known.extend(knows.then_some(id));
    }
    known.truncate(HITS);
    Ok(snapshot.list_rows(&known)?)
}

/// Whether a sender who is under seal in another petition is exactly this one: all that the intake is told.
pub fn has_related(app: &App, sender: &Petitioner, made: PetitionId) -> Result<bool, AppError> {
    let snapshot = app.store.read()?;
    if snapshot.seal_fault().is_some() {
        return Ok(false);
    }
    Ok(snapshot.sealed_matches(&sender.marks())?.into_iter().any(|id| id != made))
}

/// How the keys of the seal stand; for the console.
pub fn key_status(app: &App) -> Result<SealStatus, AppError> {
    Ok(app.store.seal_status()?)
}

/// Makes a new key and puts everything under it; for the console.
pub fn rotate_key(app: &App, watch: &mut dyn FnMut(u64, u64)) -> Result<Rotated, AppError> {
    let rotated = app.store.rotate_key(watch)?;
    let act = SealKeyAct::Rotated { key: rotated.key, records: rotated.records };
    journal::tell(app, None, Act::SealKey(act))?;
    Ok(rotated)
}

/// Copies the keys into a file of its own; for the console.
pub fn copy_keys(app: &App, file: &Path) -> Result<(), AppError> {
    journal::tell(app, None, Act::SealKey(SealKeyAct::Copied))?;
    Ok(app.store.copy_keys(file)?)
}

/// Goes on with a new key file where the old one is lost; for the console.
pub fn start_keys_anew(app: &App) -> Result<u32, AppError> {
    let key = app.store.start_keys_anew()?;
    journal::tell(app, None, Act::SealKey(SealKeyAct::StartedAnew { key }))?;
    Ok(key)
}
