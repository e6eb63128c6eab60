//! Changing the law: what an edit would do, and doing it, in two steps.
//!
//! An edit that was not confirmed is laid over the law of now and says what it changes, and which open due dates move
//! by it; confirmed, it is kept with the record of the change and the open due dates in one transaction. Closed
//! petitions keep the day by which they were judged. Called by the pages of `/quan-tri` on rules and calendar.

use std::sync::Arc;

use chrono::NaiveDate;

use super::App;
use super::error::{AppError, Refused};
use super::law::{self, Law, Shipped};
use super::settings::readable;
use crate::domain::calendar;
use crate::domain::id::PetitionId;
use crate::domain::journal::Act;
use crate::domain::listing::Filter;
use crate::domain::own_law::{Approval, LawChange, LawEdit, LawFault, OwnLaw, RowChange};
use crate::domain::permission::{Actor, Right, Scope, require};
use crate::domain::petition::DocumentMention;
use crate::domain::rulebook;
use crate::domain::text;
use crate::store::Tx;
use crate::store::columns::Test;
use crate::store::error::StoreError;

/// Longest reason, in characters.
pub const REASON_MAX: usize = 500;
/// Longest number of a document, in characters.
pub const NUMBER_MAX: usize = 60;

/// Petitions reckoned anew in one transaction.
const CHUNK: usize = 1000;

/// An edit as a form asks for it.
#[derive(Debug, Clone)]
pub struct Request {
    /// What to change.
    pub edit: LawEdit,
    /// Why, and by which document.
    pub approval: Approval,
    /// The revision that was shown before this was confirmed; `None` asks what would change.
    pub confirmed: Option<u32>,
}

/// What an edit changes.
#[derive(Debug)]
pub struct Plan {
    /// The rows.
    pub rows: Vec<RowChange>,
    /// Open petitions whose due date moves.
    pub moved: Vec<Moved>,
    /// The revision that this was reckoned from.
    pub revision: u32,
}

/// A due date that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The petition.
    pub id: PetitionId,
    /// Before.
    pub old: Option<NaiveDate>,
    /// After.
    pub new: Option<NaiveDate>,
}

/// What became of a request.
#[derive(Debug)]
pub enum Answer {
    /// Nothing: the edit is at fault.
    Refused(LawFault),
    /// Nothing yet: this is what it would change. Confirmed before, it was reckoned from a law that has changed since.
    WouldChange(Plan),
    /// It was done.
    Done(Plan),
}

/// The record's reason and document, as typed: a text that is empty or too long is refused.
pub fn approval(reason: &str, number: &str, dated: NaiveDate) -> Result<Approval, Refused> {
    let reason = text::line(reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    let number = text::line(number, NUMBER_MAX).map_err(|_| Refused::BadText)?;
    Ok(Approval { reason, document: DocumentMention { number, dated: Some(dated) } })
}

/// Says what an edit changes, or makes it.
///
/// # Errors
/// [`AppError::Forbidden`] without [`Right::ManageLaw`], and failures of the store; what is wrong with the edit is an
/// [`Answer`].
pub fn amend(app: &App, actor: &Actor, request: &Request) -> Result<Answer, AppError> {
    require(actor, Right::ManageLaw)?;
    let law = app.law();
    let shipped = Shipped::read()?;
    let (own, rows) = match edited(&shipped, &law.own_rows, &request.edit, app.clock.today()) {
        Ok(edited) => edited,
        Err(fault) => return Ok(Answer::Refused(fault)),
    };
    let revision = law.own_rows.revision;
    let would_move = rows.iter().any(moves_dates);
    if request.confirmed != Some(revision) {
        let moved = if would_move { would_be_moved(app, &shipped.with(own)?)? } else { Vec::new() };
        return Ok(Answer::WouldChange(Plan { rows, moved, revision }));
    }
    let change = LawChange {
        number: revision + 1,
        at: app.clock.now(),
        by: actor.account,
        approval: request.approval.clone(),
        rows,
    };
    let own = OwnLaw { revision: change.number, ..own };
    let law = Arc::new(shipped.with(own)?);
    let moved = app.store.write_then(
        |tx| {
            if tx.own_law()?.revision != revision {
                return Ok(None);
            }
            tx.amend_law(&law.own_rows, &change)?;
            tx.journal(&app.entry(Some(actor), Act::Law { change: change.number }))?;
            let moved = if would_move { move_dates(app, tx, &law)? } else { Vec::new() };
            Ok::<_, AppError>(Some(moved))
        },
        |moved| {
            if moved.is_some() {
                app.replace_law(Arc::clone(&law));
            }
        },
    )?;
    app.note_write(actor);
    match moved {
        Some(moved) => Ok(Answer::Done(Plan { rows: change.rows, moved, revision: change.number })),
        // Somebody else's change came between: it is shown, and asked again.
        None => amend(app, actor, &Request { confirmed: None, ..request.clone() }),
    }
}

/// Reckons the open due dates anew where the program was replaced by one that ships another law.
///
/// Done in chunks: a kill leaves the digest as it was, and the next start goes on. Where the disk is full the office still
/// opens, and the dates follow at the next start that can write.
pub(super) fn follow_release(app: &App) -> Result<(), AppError> {
    let digest = law::shipped_digest();
    let before = app.store.read()?.shipped_law()?;
    if before.as_deref() == Some(digest.as_slice()) {
        return Ok(());
    }
    let due = app.due();
    let open = open_petitions(app);
    for chunk in open.chunks(CHUNK) {
        let reckoned =
            app.store.write(|tx| chunk.iter().try_for_each(|id| tx.reckon(*id, &due).map(drop)));
        match reckoned {
            Err(StoreError::DiskFull) => return Ok(()),
            reckoned => reckoned?,
        }
    }
    let written = app.store.write(|tx| {
        if before.is_some() {
            let act = Act::ShippedLaw { petitions: open.len() as u64 };
            tx.journal(&app.entry(None, act))?;
        }
        tx.set_shipped_law(&digest)
    });
    match written {
        Err(StoreError::DiskFull) => Ok(()),
        written => Ok(written?),
    }
}

/// Every change of the law so far, newest first.
pub fn history(app: &App) -> Result<Vec<LawChange>, AppError> {
    let mut changes: Vec<LawChange> = readable(app.store.read()?.each_law_change()?).collect();
    changes.reverse();
    Ok(changes)
}

/// The own rows after an edit.
fn edited(
    shipped: &Shipped,
    own: &OwnLaw,
    edit: &LawEdit,
    today: NaiveDate,
) -> Result<(OwnLaw, Vec<RowChange>), LawFault> {
    let mut after = own.clone();
    let rows = match edit {
        LawEdit::Rule(edit) => {
            let edited = rulebook::own::edit(&shipped.rules, &own.rules, edit, today);
            let (rules, rows) = edited.map_err(LawFault::Rule)?;
            after.rules = rules;
            rows.into_iter().map(|row| RowChange::Rule(Box::new(row))).collect()
        }
        LawEdit::Day(edit) => {
            let edited = calendar::own::edit(&shipped.holidays, &own.days, edit);
            let (days, rows) = edited.map_err(LawFault::Day)?;
            after.days = days;
            rows.into_iter().map(RowChange::Day).collect()
        }
        LawEdit::InternalDays(days) => {
            let old = own.internal_days_ahead.unwrap_or(shipped.own.internal_days_ahead);
            after.internal_days_ahead = Some(*days);
            vec![RowChange::InternalDays { old, new: *days }]
        }
    };
    Ok((after, rows))
}

/// Whether a due date may depend on the change.
fn moves_dates(row: &RowChange) -> bool {
    match row {
        RowChange::Day(_) | RowChange::InternalDays { .. } => true,
        RowChange::Rule(change) => match (&change.old, &change.new) {
            (Some(old), Some(new)) => (old.value, old.to) != (new.value, new.to),
            (Some(_) | None, _) => true,
        },
    }
}

/// The open petitions by the columns of now.
fn open_petitions(app: &App) -> Vec<PetitionId> {
    let test = Test::new(&Filter::open(), &Scope::Office, app.today());
    app.store.columns().matching(&test).collect()
}

fn would_be_moved(app: &App, law: &Law) -> Result<Vec<Moved>, AppError> {
    let (snapshot, due) = (app.store.read()?, app.due_by(law));
    let mut moved = Vec::new();
    for id in open_petitions(app) {
        let Some(petition) = snapshot.petition(id)? else { continue };
        let new = due(&petition);
        if new != petition.due_on {
            moved.push(Moved { id, old: petition.due_on, new });
        }
    }
    Ok(moved)
}

fn move_dates(app: &App, tx: &mut Tx<'_>, law: &Law) -> Result<Vec<Moved>, AppError> {
    let due = app.due_by(law);
    let mut moved = Vec::new();
    for id in open_petitions(app) {
        let moves = tx.reckon(id, &due)?;
        moved.extend(moves.map(|(old, new)| Moved { id, old, new }));
    }
    Ok(moved)
}
